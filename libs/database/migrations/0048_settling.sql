-- runs as: vitrine_owner
-- The end of an audit asks what counts among findings that are no longer provisional once it commits. So that it writes each row once, with both
-- (a first audit writes thousands, each with all of its indexes), it names the connection that it settles, for its own transaction only.
create function vitrine.settling_connection() returns uuid language sql stable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select nullif(current_setting('vitrine.settling', true), '')::uuid $$;
revoke execute on function vitrine.settling_connection() from public;
grant execute on function vitrine.settling_connection() to vitrine_api, vitrine_worker, vitrine_operator;

-- As before, but for the connection that is being settled.
create or replace view vitrine.counted_finding with (security_invoker = true) as
with live as (
  select f.organization_id, f.id, f.connection_id, f.canonical_id, f.fingerprint, f.currency, f.action_group, f.superseded, f.cost_now_monthly, f.saving_gross_monthly, f.saving_realisable_monthly
  from vitrine.finding f
  where f.verdict = 'fail' and (not f.provisional or f.connection_id = vitrine.settling_connection()) and (f.status in ('open', 'acknowledged', 'planned', 'relapsed') or (f.status = 'waived' and f.waived_until <= now()))
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
