-- runs as: vitrine_owner
-- A re-sealed credential is the same credential under another key: whoever was checked with a version from `resealed_from` on may go on with
-- `resealed_to`, and only as long as that is the connection's current version. A submission moves past it, and so ends it.
alter table vitrine.connection
  add column resealed_from integer,
  add column resealed_to integer,
  add constraint connection_resealed check ((resealed_from is null) = (resealed_to is null) and (resealed_from is null or resealed_from between 1 and resealed_to - 1));

-- The API submits; it can never say that a new credential is an old one re-sealed. (It has no update on the two columns.)
create policy submission_is_no_reseal on vitrine.connection as restrictive for insert to vitrine_api with check (resealed_to is null);

-- As on `job`: the re-sealer finds its work across organizations, and of this table sees nothing but the id. Every other table it enters one organization at a time.
drop policy organization_floor on vitrine.organization;
create policy organization_floor on vitrine.organization as restrictive for all to vitrine_api, vitrine_worker
  using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()));
create policy reseal_lists on vitrine.organization for select to vitrine_reseal using (true);

create policy reseal_reads on vitrine.connection for select to vitrine_reseal using (state not in ('revoked', 'purged'));
create policy reseal_moves on vitrine.connection for update to vitrine_reseal
  using (state not in ('revoked', 'purged')) with check (state not in ('revoked', 'purged') and resealed_to = credential_version);

-- Only what a connection lives on now. A borrowed session ends within the hour, so its key never outlives it.
create policy reseal_opens_current on vitrine.credential for select to vitrine_reseal using (
  kind not in ('aws.session', 'azure.token', 'gcp.token') and exists (
    select 1 from vitrine.connection c
    where c.organization_id = credential.organization_id and c.id = credential.connection_id and c.credential_version = credential.version));
create policy reseal_appends on vitrine.credential for insert to vitrine_reseal with check (
  created_by = 'vitrine-reseal' and exists (
    select 1 from vitrine.connection c
    where c.organization_id = credential.organization_id and c.id = credential.connection_id
      and c.credential_version = credential.version and c.resealed_to = credential.version));
create policy reseal_records on vitrine.trail_event for insert to vitrine_reseal with check (type = 'vitrine.credential.resealed');

grant usage on schema vitrine to vitrine_reseal;
grant execute on function vitrine.current_organization() to vitrine_reseal;
grant select (organization_id) on vitrine.organization to vitrine_reseal;
grant select (organization_id, id, state, credential_version, resealed_from, resealed_to, version) on vitrine.connection to vitrine_reseal;
grant update (credential_version, resealed_from, resealed_to, version) on vitrine.connection to vitrine_reseal;
grant select (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client) on vitrine.credential to vitrine_reseal;
grant insert (organization_id, connection_id, version, kind, kid, sealed, sealed_by_client, created_by) on vitrine.credential to vitrine_reseal;
grant insert (organization_id, id, type, principal, payload) on vitrine.trail_event to vitrine_reseal;
