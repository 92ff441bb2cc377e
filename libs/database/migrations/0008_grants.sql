-- runs as: vitrine_owner
-- Forced RLS with a restrictive floor: a forgotten permissive policy shows nothing, a careless one still cannot cross organizations.
do $$
declare
  t text;
  r text;
begin
  foreach t in array array['organization', 'organization_claim', 'member', 'api_token', 'idempotency_key', 'trail_event', 'connection', 'credential', 'audit', 'job',
    'audit_page', 'candidate', 'lookup_key', 'audit_event', 'resource', 'finding', 'cost_source', 'cost_row', 'cost_row_problem'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    -- On `job` alone the floor names the serving roles: the relay schedules across organizations and sees nothing else.
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to %s
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))',
      t, case when t = 'job' then 'vitrine_api, vitrine_worker' else 'public' end);
  end loop;

  foreach t in array array['organization', 'organization_claim', 'member', 'api_token', 'idempotency_key', 'trail_event', 'connection', 'credential', 'audit',
    'audit_page', 'audit_event', 'resource', 'finding', 'cost_source', 'cost_row', 'cost_row_problem'] loop
    execute format('create policy api on vitrine.%I for all to vitrine_api using (true) with check (true)', t);
  end loop;
  foreach t in array array['organization', 'trail_event', 'connection', 'audit', 'job', 'audit_page', 'candidate', 'lookup_key', 'audit_event', 'resource', 'finding',
    'cost_source', 'cost_row', 'cost_row_problem'] loop
    execute format('create policy worker on vitrine.%I for all to vitrine_worker using (true) with check (true)', t);
  end loop;
end
$$;

create policy api_read on vitrine.job for select to vitrine_api using (true);
-- The API may only ask for work; it can neither start nor finish any.
create policy api_ask on vitrine.job for insert to vitrine_api with check (state = 'queued' and fence = 0 and lease_until is null and attempt = 0);
create policy relay on vitrine.job for select to vitrine_relay using (true);
create policy relay_offer on vitrine.job for update to vitrine_relay using (state in ('queued', 'running')) with check (state in ('queued', 'running'));

-- Ciphertext is visible only inside a transaction that names a job it holds a live lease on (promise 1).
create policy worker_under_lease on vitrine.credential for select to vitrine_worker using (exists (
  select 1 from vitrine.job j
  where j.organization_id = credential.organization_id and j.connection_id = credential.connection_id
    and j.id = (select vitrine.current_job()) and j.fence = (select vitrine.current_fence())
    and j.state = 'running' and j.lease_until > now()));
-- A borrowed session is erased at the audit's end.
create policy worker_erases_borrowed on vitrine.credential for delete to vitrine_worker using (
  kind in ('aws.session', 'azure.token', 'gcp.token') and exists (
    select 1 from vitrine.job j
    where j.organization_id = credential.organization_id and j.connection_id = credential.connection_id
      and j.id = (select vitrine.current_job()) and j.fence = (select vitrine.current_fence())
      and j.state = 'running' and j.lease_until > now()));

alter table vitrine.list_price enable row level security;
alter table vitrine.list_price force row level security;
create policy anyone_reads on vitrine.list_price for select to vitrine_api, vitrine_worker using (true);
create policy worker_adds on vitrine.list_price for insert to vitrine_worker with check (true);
create policy worker_renews on vitrine.list_price for update to vitrine_worker using (true) with check (true);
alter table vitrine.rate_bucket enable row level security;
alter table vitrine.rate_bucket force row level security;
create policy worker on vitrine.rate_bucket for all to vitrine_worker using (true) with check (true);

-- API
grant select, insert, update (name, settings, version) on vitrine.organization to vitrine_api;
grant select, insert, delete on vitrine.organization_claim to vitrine_api;
grant select, insert, update (role, state, email, version, removed_at) on vitrine.member to vitrine_api;
grant select, insert, update (last_used_at, revoked_at, version) on vitrine.api_token to vitrine_api;
grant select, insert, delete, update (status, response, resource_id) on vitrine.idempotency_key to vitrine_api;
grant select, insert on vitrine.trail_event to vitrine_api;
grant select, insert, update (name, state, state_code, credential_version, settings, bill, erasure, deleted_at, version) on vitrine.connection to vitrine_api;
grant insert, delete on vitrine.credential to vitrine_api;
grant select (organization_id, connection_id, version, kind, kid, sealed_sha256, sealed_by_client, created_by, created_at, expires_at) on vitrine.credential to vitrine_api;
grant select, insert, update (cancel_requested_at) on vitrine.audit to vitrine_api;
grant select, insert on vitrine.job to vitrine_api;
grant select on vitrine.audit_page, vitrine.audit_event, vitrine.resource to vitrine_api;
grant select, update (status, status_reason, waived_until, version) on vitrine.finding to vitrine_api;
grant select, insert, update, delete on vitrine.cost_source, vitrine.cost_row, vitrine.cost_row_problem to vitrine_api;
grant select on vitrine.list_price to vitrine_api;

-- Worker
grant select on vitrine.organization to vitrine_worker;
grant insert on vitrine.trail_event to vitrine_worker;
grant select, update (state, state_code, account_pinned, estate, validation, validated_at, version) on vitrine.connection to vitrine_worker;
grant select, delete on vitrine.credential to vitrine_worker;
grant select, update (state, jobs_open, event_seq, totals, receipt, error_code, started_at, ended_at) on vitrine.audit to vitrine_worker;
grant select, insert, update (state, fence, lease_until, attempt, not_before, offered_at, page_no, page_token, waits_for, detail, error_code, ended_at) on vitrine.job to vitrine_worker;
grant select, insert, delete on vitrine.audit_page, vitrine.candidate, vitrine.lookup_key to vitrine_worker;
grant update (metrics_job_id) on vitrine.candidate to vitrine_worker;
grant select, insert on vitrine.audit_event to vitrine_worker;
grant select, insert, update on vitrine.resource, vitrine.finding to vitrine_worker;
grant select, insert, update, delete on vitrine.cost_source, vitrine.cost_row, vitrine.cost_row_problem to vitrine_worker;
grant select, insert, update on vitrine.list_price, vitrine.rate_bucket to vitrine_worker;

-- Relay: the columns it schedules by, and no other table.
grant select (organization_id, id, kind, audit_id, queue, state, lease_until, attempt, not_before, offered_at, offer_no, waits_for, created_at) on vitrine.job to vitrine_relay;
grant update (offered_at, offer_no) on vitrine.job to vitrine_relay;
