-- A tenant table without the restrictive floor for every command, to everybody, by exactly the organization of the transaction.
-- Exceptions: on `job`, `organization` and `trail_pending` the floor names the serving roles (the relay schedules, the re-sealer lists ids, and the
-- sequencer finds what has no leaf yet, across organizations);
-- reference data and the limiter have no tenant.
select c.oid::regclass::text as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'vitrine' and c.relkind in ('r', 'p') and c.relname not in ('list_price', 'rate_bucket')
  and not exists (
    select 1 from pg_policy p
    where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*'
      and (p.polroles = '{0}'
        or (c.relname in ('job', 'organization', 'trail_pending') and p.polroles @> array['vitrine_api'::regrole::oid, 'vitrine_worker'::regrole::oid]))
      and pg_get_expr(p.polqual, p.polrelid) = '(organization_id = ( SELECT vitrine.current_organization() AS current_organization))'
      and pg_get_expr(p.polwithcheck, p.polrelid) = '(organization_id = ( SELECT vitrine.current_organization() AS current_organization))')
