-- runs as: vitrine_owner
create table vitrine.webhook (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  url text not null check (char_length(url) <= 2000),
  events text[] not null check (cardinality(events) > 0),
  state text not null default 'on' check (state in ('on', 'off', 'disabled')),
  -- Why Vitrine disabled it: gone (410), failing.
  state_code text,
  secret_version integer not null default 1,
  -- For a day after a change both secrets sign, so that a receiver loses nothing.
  secret_changed_at timestamptz not null default now(),
  -- Since when no delivery succeeded; NULL while they do.
  failing_since timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id, id)
);

-- Sealed to each cloud's workers: the sender signs with it, nobody else ever sees it. Appended by version, as credentials are.
create table vitrine.webhook_secret (
  organization_id uuid not null,
  webhook_id uuid not null,
  version integer not null check (version > 0),
  cloud text not null check (cloud in ('aws', 'azure', 'gcp')),
  kid text not null,
  sealed bytea not null check (octet_length(sealed) between 200 and 4096),
  created_at timestamptz not null default now(),
  primary key (organization_id, webhook_id, version, cloud),
  foreign key (organization_id, webhook_id) references vitrine.webhook (organization_id, id) on delete cascade
);

-- One message to one receiver. Its id is the message's: the same at every attempt, so a receiver can drop repeats.
create table vitrine.webhook_delivery (
  organization_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  seq bigint generated always as identity,
  event text not null check (event in ('audit.completed', 'finding.opened', 'finding.resolved', 'finding.relapsed', 'schedule.skipped')),
  connection_id uuid not null,
  cloud text not null check (cloud in ('aws', 'azure', 'gcp')),
  -- What must keep its order: the finding, the audit or the schedule that the event is about.
  subject_id uuid not null,
  -- Exactly the bytes that are signed and sent: ids, codes and amounts.
  body text not null,
  state text not null default 'pending' check (state in ('pending', 'sending', 'delivered', 'failed', 'dropped')),
  -- Whose attempt this is while `sending`: the job's fence stops an earlier one.
  job_id uuid,
  fence bigint,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  -- The last attempts, newest last: [{ at, status, code, milliseconds }].
  log jsonb not null default '[]',
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, webhook_id) references vitrine.webhook (organization_id, id) on delete cascade,
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);
create index webhook_delivery_waiting on vitrine.webhook_delivery (organization_id, webhook_id, cloud, seq) where state in ('pending', 'sending');
create index webhook_delivery_of_subject on vitrine.webhook_delivery (organization_id, webhook_id, subject_id, seq) where state in ('pending', 'sending');
create index webhook_delivery_by_time on vitrine.webhook_delivery (organization_id, webhook_id, id desc);

do $$
declare
  t text;
begin
  foreach t in array array['webhook', 'webhook_secret', 'webhook_delivery'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to public
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))', t);
    execute format('create policy api on vitrine.%I for all to vitrine_api using (true) with check (true)', t);
  end loop;
  foreach t in array array['webhook', 'webhook_delivery'] loop
    execute format('create policy worker on vitrine.%I for all to vitrine_worker using (true) with check (true)', t);
  end loop;
end
$$;

-- As with credentials (promise 1): ciphertext is visible only inside a transaction that names a delivery job under a live lease.
create policy worker_under_lease on vitrine.webhook_secret for select to vitrine_worker using (exists (
  select 1 from vitrine.job j
  where j.organization_id = webhook_secret.organization_id and j.kind = 'deliver' and j.queue = webhook_secret.cloud
    and j.detail ->> 'webhookId' = webhook_secret.webhook_id::text
    and j.id = (select vitrine.current_job()) and j.fence = (select vitrine.current_fence())
    and j.state = 'running' and j.lease_until > now()));

grant select, insert, delete, update (name, url, events, state, state_code, secret_version, secret_changed_at, failing_since, version) on vitrine.webhook to vitrine_api;
grant insert on vitrine.webhook_secret to vitrine_api;
grant select (organization_id, webhook_id, version, cloud, kid, created_at) on vitrine.webhook_secret to vitrine_api;
grant select, update (state, attempts, next_attempt_at, ended_at) on vitrine.webhook_delivery to vitrine_api;
grant select, update (state, state_code, failing_since, version) on vitrine.webhook to vitrine_worker;
grant select on vitrine.webhook_secret to vitrine_worker;
grant select, insert, update (state, job_id, fence, attempts, next_attempt_at, log, ended_at) on vitrine.webhook_delivery to vitrine_worker;
