-- runs as: vitrine_owner
-- `vitrine_operator` sees an organization's rows only inside a transaction that names a session of this organization which is active now, and writes
-- nothing but the entry that says what was looked at. No table is his by default: a new one is granted here, or it is not seen.
create function vitrine.current_operator_session() returns uuid
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select nullif(current_setting('vitrine.operator_session_id', true), '')::uuid $$;

-- Who looks, by the session that the transaction names; NULL where it is none, is over or is another organization's.
create function vitrine.live_operator() returns text
  language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select s.operator from vitrine.operator_session s
    where s.organization_id = vitrine.current_organization() and s.id = vitrine.current_operator_session() and s.state = 'active' and s.expires_at > now() $$;

-- On these two the floor names its roles, since others work across organizations. An operator never does.
alter policy organization_floor on vitrine.organization to vitrine_api, vitrine_worker, vitrine_operator;
alter policy organization_floor on vitrine.job to vitrine_api, vitrine_worker, vitrine_operator;

do $$
declare
  t text;
begin
  -- Not among them, on purpose: member (names and addresses of people), api_token, webhook and its kin (a receiver's address may hold its key),
  -- organization_claim, idempotency_key, lookup_key, candidate, rate_bucket.
  foreach t in array array['organization', 'connection', 'credential', 'audit', 'job', 'audit_page', 'audit_event', 'resource', 'finding', 'finding_transition', 'exclusion',
    'cost_source', 'cost_row', 'cost_row_problem', 'exchange_rate', 'price_agreement', 'bill_opportunity', 'api_spend', 'spend_budget', 'schedule', 'schedule_run',
    'trail_event', 'trail_leaf', 'trail_tile', 'trail_head', 'trail_checkpoint'] loop
    execute format('create policy operator_reads on vitrine.%I for select to vitrine_operator using ((select vitrine.live_operator()) is not null)', t);
    if t <> 'credential' then
      execute format('grant select on vitrine.%I to vitrine_operator', t);
    end if;
  end loop;
end
$$;
create policy operator_reads on vitrine.list_price for select to vitrine_operator using (true);
create policy operator_sees_own_session on vitrine.operator_session for select to vitrine_operator using (id = (select vitrine.current_operator_session()));

-- Attack: whoever looks writes another's name below it, or an entry of another kind.
create policy operator_records on vitrine.trail_event for insert to vitrine_operator
  with check (type = 'operator.session.read' and principal = 'operator:' || (select vitrine.live_operator()));

revoke all on function vitrine.current_operator_session(), vitrine.live_operator() from public;
grant usage on schema vitrine to vitrine_operator;
grant execute on function vitrine.current_organization(), vitrine.current_operator_session(), vitrine.live_operator(), vitrine.finding_may(text, text) to vitrine_operator;
grant select on vitrine.counted_finding, vitrine.list_price to vitrine_operator;
-- Of a credential that there is one, and until when: nothing of what it is.
grant select (organization_id, connection_id, version, kind, created_at, expires_at) on vitrine.credential to vitrine_operator;
grant select (organization_id, id, operator, reason, ticket, minutes, state, requested_at, expires_at, decided_by, decided_at, started_at, ended_by, ended_at, version)
  on vitrine.operator_session to vitrine_operator;
grant insert (organization_id, id, type, principal, trace_id, request_id, causation_id, outcome, decision, payload) on vitrine.trail_event to vitrine_operator;
