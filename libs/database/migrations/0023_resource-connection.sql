-- runs as: vitrine_owner
-- A page stores a thousand resources of one connection, and a foreign key looked that connection up a thousand times: a quarter of what the
-- page cost the server. The rule stays, asked once per statement. Connections are never deleted (no role has the right), so the other half
-- of a foreign key has nothing to guard.
alter table vitrine.resource drop constraint resource_organization_id_connection_id_fkey;

create function vitrine.resource_connection_exists() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if exists (
    select 1 from (select distinct organization_id, connection_id from added) a
    where not exists (select 1 from vitrine.connection c where c.organization_id = a.organization_id and c.id = a.connection_id)) then
    raise foreign_key_violation using message = 'a resource names a connection that is not there', table = 'resource', schema = 'vitrine';
  end if;
  return null;
end $$;
revoke execute on function vitrine.resource_connection_exists() from public;

create trigger resource_connection_exists after insert on vitrine.resource referencing new table as added
  for each statement execute function vitrine.resource_connection_exists();
