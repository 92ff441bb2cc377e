-- A view that reads with its owner's rights, or a materialized one, which no policy guards at all.
select c.oid::regclass::text as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('vitrine', 'directory', 'public') and (c.relkind = 'm'
  or (c.relkind = 'v' and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)))
