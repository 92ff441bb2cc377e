-- runs as: vitrine_owner
-- What is about no connection (the trail, an approval, an operator's session) goes out without one: an organization has receivers before it has a
-- cloud, and after it left it. A delivery needs a cloud's workers only since the receiver's secret is sealed to them.
alter table vitrine.webhook_delivery alter column connection_id drop not null;
alter table vitrine.job alter column connection_id drop not null;
-- All other work is done on a connection, and stops with it.
alter table vitrine.job add constraint job_has_connection check (connection_id is not null or kind = 'deliver');

-- Of the clouds that can sign with the receiver's secret, one that the organization has a connection in: its workers surely run. Where none can
-- sign, that connection's, in whose log of attempts it is then seen; NULL where there is neither.
create function vitrine.delivering_cloud(p_webhook uuid) returns text
  language sql stable set search_path = pg_catalog, pg_temp
  as $$ with connected as (
      select c.cloud, min(c.id::text) as first from vitrine.connection c
      where c.organization_id = vitrine.current_organization() and c.state not in ('rejected', 'revoked', 'purged') group by c.cloud),
    sealed as (
      select s.cloud from vitrine.webhook w
      join vitrine.webhook_secret s on s.organization_id = w.organization_id and s.webhook_id = w.id and s.version = w.secret_version
      where w.organization_id = vitrine.current_organization() and w.id = p_webhook)
    select cloud from sealed full join connected using (cloud)
    order by sealed is null, connected is null, first, cloud limit 1 $$;
revoke all on function vitrine.delivering_cloud(uuid) from public;
grant execute on function vitrine.delivering_cloud(uuid) to vitrine_api, vitrine_sequencer;

-- That there is a secret and for whom; the envelope itself is not among the columns.
create policy sequencer on vitrine.webhook_secret for select to vitrine_sequencer using (true);
grant select (organization_id, webhook_id, version, cloud) on vitrine.webhook_secret to vitrine_sequencer;
grant select (secret_version) on vitrine.webhook to vitrine_sequencer;

-- 0038 named one event; sessions of operators are told too, by the API, in the transaction of each step.
alter policy api_announces on vitrine.webhook_delivery with check (state = 'pending' and event in ('approval.waiting', 'operator.session.requested',
  'operator.session.approved', 'operator.session.refused', 'operator.session.started', 'operator.session.ended', 'operator.session.expired'));
