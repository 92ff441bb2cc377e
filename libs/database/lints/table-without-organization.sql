-- A table that cannot say whose its rows are. Exceptions: reference data, and the limiter that two organizations of one cloud account share.
select c.oid::regclass::text as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'vitrine' and c.relkind in ('r', 'p') and c.relname not in ('list_price', 'rate_bucket')
  and not exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull and not a.attisdropped)
