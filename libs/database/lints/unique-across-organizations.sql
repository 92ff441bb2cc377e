-- A unique index that spans organizations: it tells one of them that another holds the value.
select i.indexrelid::regclass::text as fault
from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'vitrine' and i.indisunique and c.relname not in ('list_price', 'rate_bucket')
  and not exists (select 1 from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'organization_id')
