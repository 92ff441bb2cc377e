-- A role that may read a sealed credential, or the sealed secret of a webhook. The worker may, by grant, and its policy asks for a live lease; the re-sealer
-- may read the current ones.
select r.rolname || ' ' || t as fault from pg_roles r, unnest(array['credential', 'webhook_secret']) as t
where r.rolname not in ('vitrine_worker', 'vitrine_reseal', 'vitrine_owner') and not r.rolsuper and r.rolname not like 'pg\_%'
  and has_column_privilege(r.oid, 'vitrine.' || t, 'sealed', 'select')
