-- runs as: superuser, once per server. Every statement may be repeated.
-- Roles are made without passwords; the operator (or the embedded start) sets them.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['vitrine_owner', 'vitrine_directory'] loop
    if not exists (select 1 from pg_roles where rolname = role_name) then
      execute format('create role %I nologin noinherit nosuperuser nobypassrls nocreaterole nocreatedb', role_name);
    end if;
  end loop;
  foreach role_name in array array['vitrine_migrator', 'vitrine_api', 'vitrine_worker', 'vitrine_relay', 'vitrine_reseal', 'vitrine_sequencer', 'vitrine_queue', 'vitrine_operator'] loop
    if not exists (select 1 from pg_roles where rolname = role_name) then
      execute format('create role %I login noinherit nosuperuser nobypassrls nocreaterole nocreatedb', role_name);
    end if;
  end loop;
end
$$;

-- The migrator becomes the owner only by saying so; it inherits nothing.
grant vitrine_owner to vitrine_migrator with inherit false, set true;
