-- runs as: vitrine_owner
alter table vitrine.job drop constraint job_kind_check;
alter table vitrine.job add constraint job_kind_check check (kind in ('plan', 'cursor', 'metrics', 'validate', 'bill', 'finalize', 'deliver', 'schedule'));

-- When a connection is audited by itself. What waits for its hour is a job: exactly one stands per schedule that is on, and the relay offers it.
create table vitrine.schedule (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  -- Five fields, read in `time_zone`.
  cron text not null check (char_length(cron) between 9 and 100),
  time_zone text not null,
  -- Runs begin so many seconds at most behind their hour: the same number each time, from the schedule's id.
  jitter_seconds integer not null default 300 check (jitter_seconds between 0 and 3600),
  rules text[],
  state text not null default 'on' check (state in ('on', 'off')),
  -- The job that stands for the next run; any other that comes is of an earlier form of this schedule, and does nothing.
  job_id uuid,
  next_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id),
  foreign key (organization_id, job_id) references vitrine.job (organization_id, id)
);
create index schedule_of_connection on vitrine.schedule (organization_id, connection_id);

create table vitrine.schedule_run (
  organization_id uuid not null,
  id uuid not null,
  schedule_id uuid not null,
  -- The hour that the cron text names, jitter added.
  planned_at timestamptz not null,
  -- Hours that went by while nobody was there to start: told, not made up for.
  missed integer not null default 0,
  outcome text not null check (outcome in ('started', 'skipped')),
  -- Why it was skipped: audit-running, connection-closed, credential-missing, not-schedulable, organization-suspended.
  reason text,
  audit_id uuid,
  at timestamptz not null default now(),
  primary key (organization_id, id),
  foreign key (organization_id, schedule_id) references vitrine.schedule (organization_id, id) on delete cascade,
  foreign key (organization_id, audit_id) references vitrine.audit (organization_id, id)
);
create index schedule_run_by_time on vitrine.schedule_run (organization_id, schedule_id, at desc);

do $$
declare
  t text;
begin
  foreach t in array array['schedule', 'schedule_run'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to public
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))', t);
    execute format('create policy api on vitrine.%I for all to vitrine_api using (true) with check (true)', t);
    execute format('create policy worker on vitrine.%I for all to vitrine_worker using (true) with check (true)', t);
  end loop;
end
$$;

-- A worker starts audits for schedules of the organization, and in nobody's name but theirs.
create policy worker_starts_scheduled on vitrine.audit as restrictive for insert to vitrine_worker with check (
  state = 'queued' and exists (select 1 from vitrine.schedule s
    where s.organization_id = audit.organization_id and s.connection_id = audit.connection_id and 'schedule:' || s.id::text = audit.requested_by));
grant insert (organization_id, id, connection_id, credential_version, rules, requested_by, trace_id, jobs_open) on vitrine.audit to vitrine_worker;

grant select, insert, delete, update (name, cron, time_zone, jitter_seconds, rules, state, job_id, next_at, version) on vitrine.schedule to vitrine_api;
grant select on vitrine.schedule_run to vitrine_api;
grant select, update (job_id, next_at) on vitrine.schedule to vitrine_worker;
grant select, insert on vitrine.schedule_run to vitrine_worker;
