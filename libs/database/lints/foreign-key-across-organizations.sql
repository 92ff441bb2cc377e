-- A foreign key that could point into another organization: referential checks and cascades go past RLS.
select k.conrelid::regclass || ' ' || k.conname as fault
from pg_constraint k join pg_namespace n on n.oid = k.connamespace
where n.nspname = 'vitrine' and k.contype = 'f'
  and not (exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'organization_id')
    and exists (select 1 from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[1] and a.attname = 'organization_id'))
