-- A role of ours that RLS does not bind, that can make such a role, or that can become the owner. The migrator may, by saying so.
select r.rolname as fault from pg_roles r
where r.rolname like 'vitrine\_%' and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication
  or (r.rolname not in ('vitrine_owner', 'vitrine_migrator') and pg_has_role(r.oid, 'vitrine_owner', 'member'))
  or (r.rolname <> 'vitrine_directory' and pg_has_role(r.oid, 'vitrine_directory', 'member'))
  or (r.rolname in ('vitrine_owner', 'vitrine_directory') and r.rolcanlogin)
  or (r.rolname = 'vitrine_migrator' and pg_has_role(r.oid, 'vitrine_owner', 'usage')))
