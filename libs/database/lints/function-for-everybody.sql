-- A function that PUBLIC may execute: ours, or one that makes a large object, a place outside every policy.
select p.oid::regprocedure::text as fault
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where (n.nspname in ('vitrine', 'directory', 'public')
    or (n.nspname = 'pg_catalog' and (p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite'))))
  and exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0 and a.privilege_type = 'EXECUTE')
