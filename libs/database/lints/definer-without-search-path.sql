-- A function that runs with its owner's rights and finds its tables where the caller says.
select p.oid::regprocedure::text as fault
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('vitrine', 'directory', 'public') and p.prosecdef
  and not exists (select 1 from unnest(p.proconfig) setting where setting like 'search\_path=%')
