-- A serving role that may empty a table, or attach code or keys to it: none of these asks a policy.
select a.grantee::regrole || ' may ' || a.privilege_type || ' ' || c.oid::regclass as fault
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join aclexplode(c.relacl) a
where n.nspname = 'vitrine' and a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN') and a.grantee <> c.relowner
