-- runs as: vitrine_owner
alter table vitrine.finding drop constraint finding_status_check;
alter table vitrine.finding
  add constraint finding_status_check check (status in ('open', 'acknowledged', 'planned', 'waived', 'excluded', 'resolved', 'realised', 'relapsed')),
  -- Who took the last step: `member:…`, `token:…` or `audit`.
  add column status_by text not null default 'audit',
  add column assignee_id uuid,
  -- Who answers for the waiver.
  add column waiver_owner_id uuid,
  -- Why a failing finding has no money (`hygiene`: none by its nature); NULL where it has some.
  add column unpriced text check (unpriced in ('hygiene', 'no-price', 'mixed-currencies', 'partly-billed')),
  -- What of the realisable saving counts beside its rivals, as the last finalize saw it; NULL where nothing counts.
  add column counted_monthly numeric(38, 18),
  -- What the bill fell by, per month, and the days that say so: { before: {from, to, daily}, after: {from, to, daily} }.
  add column realised_monthly numeric(38, 18),
  add column realised_at timestamptz,
  add column realised_days jsonb,
  add foreign key (organization_id, assignee_id) references vitrine.member (organization_id, id),
  add foreign key (organization_id, waiver_owner_id) references vitrine.member (organization_id, id);
create index finding_settled on vitrine.finding (organization_id, connection_id) where status = 'resolved';

-- Fingerprints (8 bytes) that a tag rule of the organization left out: excluded, which is not the same as gone.
alter table vitrine.audit_page add column excluded bigint[] not null default '{}';

-- The finding's life as a closed table; `findingSteps` of @vitrine/contracts says who may take which step.
create function vitrine.finding_may(p_from text, p_to text) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select p_to = any (case p_from
    when 'open' then array['acknowledged', 'planned', 'waived', 'excluded', 'resolved']
    when 'acknowledged' then array['open', 'planned', 'waived', 'excluded', 'resolved']
    when 'planned' then array['open', 'acknowledged', 'waived', 'excluded', 'resolved']
    when 'waived' then array['open', 'acknowledged', 'planned', 'excluded', 'resolved']
    when 'excluded' then array['open', 'resolved']
    when 'resolved' then array['realised', 'relapsed']
    when 'realised' then array['relapsed']
    when 'relapsed' then array['acknowledged', 'planned', 'waived', 'excluded', 'resolved']
    else array[]::text[] end) $$;

-- Every step of every finding: who, when, from, to, why, and the money that it was about.
create table vitrine.finding_transition (
  organization_id uuid not null,
  finding_id uuid not null,
  -- Taken under the finding's row lock, so within one finding it is the order of events.
  seq bigint generated always as identity,
  connection_id uuid not null,
  audit_id uuid not null,
  verdict text not null,
  -- NULL: seen for the first time.
  from_status text,
  to_status text not null,
  by text not null,
  reason text,
  waived_until timestamptz,
  assignee_id uuid,
  currency text,
  -- Per month. Steps into `open` and `relapsed` get it from the audit's finalize, which lets rivals compete first.
  amount_monthly numeric(38, 18),
  at timestamptz not null default now(),
  announced_at timestamptz,
  primary key (organization_id, finding_id, seq),
  foreign key (organization_id, finding_id) references vitrine.finding (organization_id, id) on delete cascade
);
create index finding_transition_by_time on vitrine.finding_transition (organization_id, at);
create index finding_transition_unannounced on vitrine.finding_transition (organization_id, connection_id) where announced_at is null;

-- History is written by the table itself: no road to a status leaves it out. Statement level, since a page writes many at once.
create function vitrine.record_finding_insert() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
begin
  insert into vitrine.finding_transition (organization_id, finding_id, connection_id, audit_id, verdict, from_status, to_status, by, reason, waived_until, currency)
  select n.organization_id, n.id, n.connection_id, n.audit_id, n.verdict, null, n.status, n.status_by, n.status_reason, n.waived_until, n.currency from after_rows n;
  return null;
end
$$;
create function vitrine.record_finding_update() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
declare
  refused text;
begin
  select b.status || ' to ' || a.status into refused from before_rows b join after_rows a using (organization_id, id)
  where a.status <> b.status and not vitrine.finding_may(b.status, a.status) limit 1;
  if refused is not null then
    raise exception 'a finding does not go from %', refused using errcode = 'check_violation', constraint = 'finding_step';
  end if;
  insert into vitrine.finding_transition (organization_id, finding_id, connection_id, audit_id, verdict, from_status, to_status, by, reason, waived_until, assignee_id, currency, amount_monthly)
  select a.organization_id, a.id, a.connection_id, a.audit_id, a.verdict, b.status, a.status, a.status_by,
    case when a.status = 'resolved' then a.resolution else a.status_reason end, a.waived_until, a.assignee_id, a.currency,
    case when a.status = 'realised' then a.realised_monthly when a.status in ('open', 'relapsed') and a.status <> b.status then null else b.counted_monthly end
  from before_rows b join after_rows a using (organization_id, id)
  where a.status <> b.status or a.waived_until is distinct from b.waived_until or a.assignee_id is distinct from b.assignee_id
    or (a.status_reason is distinct from b.status_reason and a.status not in ('resolved', 'realised'));
  return null;
end
$$;
create trigger record_insert after insert on vitrine.finding referencing new table as after_rows
  for each statement execute function vitrine.record_finding_insert();
create trigger record_update after update on vitrine.finding referencing old table as before_rows new table as after_rows
  for each statement execute function vitrine.record_finding_update();

-- Tag rules by which an organization leaves resources out, of one connection or of all.
create table vitrine.exclusion (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  connection_id uuid,
  tag_key text not null check (char_length(tag_key) between 1 and 128 and tag_key not like '%==%'),
  -- NULL: any value.
  tag_value text check (char_length(tag_value) <= 256),
  reason text not null,
  created_by text not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);

-- What counts in money: several savings of one resource are together never more than the resource costs, the largest first.
-- The same rule as `compete` of @vitrine/pricing; it looks at all findings of a resource.
create view vitrine.counted_finding with (security_invoker = true) as
with live as (
  select f.organization_id, f.id, f.connection_id, f.canonical_id, f.fingerprint, f.currency, f.action_group, f.superseded, f.cost_now_monthly, f.saving_gross_monthly, f.saving_realisable_monthly
  from vitrine.finding f
  where f.verdict = 'fail' and not f.provisional and (f.status in ('open', 'acknowledged', 'planned', 'relapsed') or (f.status = 'waived' and f.waived_until <= now()))
), raced as (
  select l.*,
    count(*) over (partition by l.organization_id, l.connection_id, l.canonical_id) as rivals,
    max(l.cost_now_monthly) filter (where l.saving_gross_monthly is not null and l.action_group not in ('commit', 'identity')) over race as highest,
    coalesce(sum(l.saving_gross_monthly) filter (where not l.superseded and l.action_group not in ('commit', 'identity'))
      over (race order by l.saving_gross_monthly desc nulls last, l.fingerprint rows between unbounded preceding and 1 preceding), 0) as taken
  from live l window race as (partition by l.organization_id, l.connection_id, l.canonical_id, l.currency)
), priced as (
  select r.*, case when r.rivals = 1 or r.highest is null or r.action_group in ('commit', 'identity') then r.saving_gross_monthly
    else greatest(least(r.saving_gross_monthly, greatest(r.highest, 0) - r.taken), 0) end as gross
  from raced r where not r.superseded and r.currency is not null and r.saving_gross_monthly is not null
)
select organization_id, id, connection_id, currency, gross,
  case when gross < saving_gross_monthly then least(saving_realisable_monthly, gross) else saving_realisable_monthly end as realisable
from priced;

do $$
declare
  t text;
begin
  foreach t in array array['finding_transition', 'exclusion'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to public
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))', t);
    execute format('create policy api on vitrine.%I for all to vitrine_api using (true) with check (true)', t);
    execute format('create policy worker on vitrine.%I for all to vitrine_worker using (true) with check (true)', t);
  end loop;
end
$$;

revoke all on function vitrine.finding_may(text, text), vitrine.record_finding_insert(), vitrine.record_finding_update() from public;
grant execute on function vitrine.finding_may(text, text) to vitrine_api, vitrine_worker;
grant select on vitrine.counted_finding to vitrine_api, vitrine_worker;
grant update (status_by, assignee_id, waiver_owner_id) on vitrine.finding to vitrine_api;
-- History is added to and never taken back; a worker says what it announced, and at which amount.
grant select, insert on vitrine.finding_transition to vitrine_api, vitrine_worker;
grant update (announced_at, amount_monthly, currency) on vitrine.finding_transition to vitrine_worker;
grant select, insert, delete on vitrine.exclusion to vitrine_api;
grant select on vitrine.exclusion to vitrine_worker;
