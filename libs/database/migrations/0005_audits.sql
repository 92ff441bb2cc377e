-- runs as: vitrine_owner
create table vitrine.audit (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  credential_version integer not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'completed', 'partial', 'failed', 'cancelled')),
  -- NULL means every rule of the connection's cloud.
  rules text[],
  requested_by text not null,
  cancel_requested_at timestamptz,
  jobs_open integer not null default 0,
  event_seq bigint not null default 0,
  -- Set by finalize: savings by currency, findings by severity, coverage.
  totals jsonb,
  -- Set by finalize: calls, denied and throttled per operation.
  receipt jsonb,
  error_code text,
  trace_id text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);
create unique index audit_active on vitrine.audit (organization_id, connection_id) where state in ('queued', 'running');
create index audit_by_time on vitrine.audit (organization_id, created_at desc, id desc);

create table vitrine.job (
  organization_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('plan', 'cursor', 'metrics', 'validate', 'bill', 'finalize', 'deliver')),
  audit_id uuid,
  connection_id uuid not null,
  reader text,
  scope text,
  queue text not null check (queue in ('aws', 'azure', 'gcp', 'system')),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  fence bigint not null default 0,
  lease_until timestamptz,
  attempt integer not null default 0,
  not_before timestamptz,
  offered_at timestamptz,
  offer_no integer not null default 0,
  page_no integer not null default 0,
  page_token text,
  waits_for uuid[] not null default '{}',
  -- Small state of the kind's own (counts, codes, ids): never a credential, never a bill row.
  detail jsonb not null default '{}',
  error_code text,
  trace_id text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id),
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)
);
create index job_due on vitrine.job (queue, created_at) where state in ('queued', 'running');
create index job_of_audit on vitrine.job (organization_id, audit_id, state);

create table vitrine.audit_page (
  organization_id uuid not null,
  job_id uuid not null,
  page_no integer not null,
  audit_id uuid not null,
  items integer not null,
  -- First 8 bytes of SHA-256: of each canonical id seen, and of each fingerprint that still stands.
  seen bigint[] not null default '{}',
  standing bigint[] not null default '{}',
  -- { ruleId: { fail, pass, not_applicable, undetermined: { reason: n } } }
  tallies jsonb not null default '{}',
  -- { operation: { calls, denied, throttled } }
  calls jsonb not null default '{}',
  -- [{ ruleId, operation, permission, reason }]
  blind_spots jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (organization_id, job_id, page_no),
  foreign key (organization_id, job_id) references vitrine.job (organization_id, id),
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)
);
create index audit_page_of_audit on vitrine.audit_page (organization_id, audit_id);

create table vitrine.candidate (
  organization_id uuid not null,
  audit_id uuid not null,
  job_id uuid not null,
  page_no integer not null,
  item_no integer not null,
  reader text not null,
  scope text not null,
  rules text[] not null,
  item jsonb not null,
  -- Look-up answers that the cheap conditions already used.
  lookups jsonb not null default '{}',
  metrics_job_id uuid,
  primary key (organization_id, audit_id, job_id, page_no, item_no),
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id),
  foreign key (organization_id, job_id) references vitrine.job (organization_id, id)
);
create index candidate_waiting on vitrine.candidate (organization_id, audit_id, reader, scope) where metrics_job_id is null;
create index candidate_of_job on vitrine.candidate (organization_id, metrics_job_id);

create table vitrine.lookup_key (
  organization_id uuid not null,
  audit_id uuid not null,
  lookup text not null,
  key text not null,
  value jsonb,
  primary key (organization_id, audit_id, lookup, key),
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)
);

create table vitrine.audit_event (
  organization_id uuid not null,
  audit_id uuid not null,
  seq bigint not null,
  kind text not null,
  ref jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (organization_id, audit_id, seq),
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)
);
