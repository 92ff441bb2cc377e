-- runs as: vitrine_owner
-- An organization that pinned its own issuer is opened by no other one's tokens. No row: by every issuer of the operator's list.
create table vitrine.identity_provider (
  organization_id uuid not null references vitrine.organization (organization_id),
  kind text not null check (kind in ('entra', 'oidc')),
  issuer text not null check (char_length(issuer) between 1 and 300),
  audience text not null check (char_length(audience) between 1 and 300),
  -- The claim by which tokens name the organization, and what it must say: Entra's `tid`, Clerk's `org_id`.
  organization_claim text not null,
  tenant text not null check (char_length(tenant) between 1 and 255),
  -- Who is assigned to the application: a value of `roles` or `groups`. NULL: the issuer has no such thing, never with Entra.
  assignment_claim text check (assignment_claim in ('roles', 'groups')),
  assignment_value text check (char_length(assignment_value) between 1 and 255),
  algorithms text[] not null check (cardinality(algorithms) > 0),
  -- Whether the row of organization_claim came with the pin and goes with it.
  claim_added boolean not null,
  pinned_by uuid not null,
  pinned_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id),
  foreign key (organization_id, pinned_by) references vitrine.member (organization_id, id),
  check ((assignment_claim is null) = (assignment_value is null)),
  check (kind <> 'entra' or assignment_claim is not null)
);

alter table vitrine.identity_provider enable row level security;
alter table vitrine.identity_provider force row level security;
create policy organization_floor on vitrine.identity_provider as restrictive for all to public
  using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()));
create policy api on vitrine.identity_provider for all to vitrine_api using (true) with check (true);
grant select, insert, update, delete on vitrine.identity_provider to vitrine_api;
