-- A role that may replace a sealed credential: envelopes are appended by version, never updated.
select r.rolname as fault from pg_roles r
where r.rolname <> 'vitrine_owner' and not r.rolsuper and r.rolname not like 'pg\_%'
  and has_column_privilege(r.oid, 'vitrine.credential', 'sealed', 'update')
