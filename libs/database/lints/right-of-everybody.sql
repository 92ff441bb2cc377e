-- Something that PUBLIC holds on the database, a schema or a table: it is why temp tables and pg_temp functions would work.
select 'database: ' || a.privilege_type as fault
from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
where d.datname = current_database() and a.grantee = 0
union all
select 'schema ' || n.nspname || ': ' || a.privilege_type
from pg_namespace n cross join aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
where n.nspname in ('public', 'vitrine', 'directory', 'bullmq', 'vitrine_migrations') and a.grantee = 0
union all
select c.oid::regclass || ': ' || a.privilege_type
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join aclexplode(c.relacl) a
where n.nspname in ('public', 'vitrine', 'directory', 'vitrine_migrations') and a.grantee = 0
