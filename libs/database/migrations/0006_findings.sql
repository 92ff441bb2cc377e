-- runs as: vitrine_owner
-- Current state only: declared fields and a content hash, no raw payload.
create table vitrine.resource (
  organization_id uuid not null,
  connection_id uuid not null,
  canonical_id text not null,
  reader text not null,
  scope text not null,
  resource_type text not null,
  account_id text not null,
  region text,
  resource_id text not null,
  name text,
  fields jsonb not null,
  content_hash bigint not null,
  first_seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  gone_at timestamptz,
  primary key (organization_id, connection_id, canonical_id),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);

create table vitrine.finding (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  -- The audit that saw it last.
  audit_id uuid not null,
  -- SHA-256 hex of rule, connection and canonical id.
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  rule_id text not null,
  rule_version integer not null,
  family text not null,
  cloud text not null,
  reader text not null,
  scope text not null,
  title text not null,
  verdict text not null check (verdict in ('fail', 'undetermined')),
  reason text,
  missing_permission text,
  status text not null default 'open' check (status in ('open', 'acknowledged', 'planned', 'waived', 'resolved')),
  status_reason text,
  waived_until timestamptz,
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  confidence text not null,
  effort text not null,
  action_group text not null,
  -- True until the audit's finalize: no totals from it.
  provisional boolean not null default true,
  -- A competing saving of the same resource counts instead.
  superseded boolean not null default false,
  account_id text not null,
  region text,
  resource_id text not null,
  canonical_id text not null,
  resource_name text,
  resource_type text not null,
  saving_method text,
  currency text,
  cost_now_monthly numeric(38, 18),
  saving_gross_monthly numeric(38, 18),
  saving_realisable_monthly numeric(38, 18),
  saving_bound text,
  price jsonb,
  evidence jsonb not null,
  verify text not null,
  remedy jsonb not null,
  -- Of everything above that a new audit may change; an unchanged finding is not written again.
  content_hash bigint not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolution text,
  version integer not null default 1,
  primary key (organization_id, id),
  unique (organization_id, fingerprint),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id),
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)
);
create index finding_of_connection on vitrine.finding (organization_id, connection_id, reader, scope);
create index finding_by_saving on vitrine.finding (organization_id, saving_realisable_monthly desc nulls last, id);
create index finding_by_rule on vitrine.finding (organization_id, rule_id);
