-- A table where no lint looks. Known schemas: `directory` (look-ups before an organization is known), `bullmq` (the embedded queue), the migrations' own.
select c.oid::regclass::text as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f') and n.nspname not in ('vitrine', 'directory', 'bullmq', 'vitrine_migrations', 'pg_catalog', 'information_schema')
  and n.nspname not like 'pg\_toast%' and n.nspname not like 'pg\_temp%'
