-- A table whose rows no policy guards, or whose owner walks past the policies.
select c.oid::regclass::text as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'vitrine' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
