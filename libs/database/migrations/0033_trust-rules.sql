-- runs as: vitrine_owner
-- Which runs of a CI service may exchange their id token for an access token of the organization.
create table vitrine.trust_rule (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 120),
  provider text not null check (provider in ('github', 'gitlab', 'azure-devops')),
  issuer text not null check (char_length(issuer) between 1 and 300),
  -- Ids that the service never gives to anybody else, and the ref or environment: { repositoryId, repositoryOwnerId, ref }.
  workload jsonb not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  -- NULL means all connections of the organization.
  connection_ids uuid[],
  created_by uuid not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, created_by) references vitrine.member (organization_id, id)
);
create trigger follow_directory after insert or delete on vitrine.trust_rule
  for each row execute function directory.follow_trust_rule();

-- Id tokens that were exchanged, until they expire: none is taken twice, whichever process sees it.
create table vitrine.spent_assertion (
  organization_id uuid not null references vitrine.organization (organization_id),
  issuer text not null,
  jti_sha256 bytea not null check (octet_length(jti_sha256) = 32),
  expires_at timestamptz not null,
  primary key (organization_id, issuer, jti_sha256)
);

-- An exchanged token is an API token of a quarter of an hour that ends with its rule; `run` says which run got it.
alter table vitrine.api_token
  add column trust_rule_id uuid,
  add column run jsonb,
  add foreign key (organization_id, trust_rule_id) references vitrine.trust_rule (organization_id, id) on delete cascade,
  add constraint exchanged_is_short check (trust_rule_id is null or expires_at <= created_at + interval '15 minutes 5 seconds');
create index api_token_exchanged on vitrine.api_token (organization_id, trust_rule_id) where trust_rule_id is not null;

do $$
declare
  t text;
begin
  foreach t in array array['trust_rule', 'spent_assertion'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to public
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))', t);
    execute format('create policy api on vitrine.%I for all to vitrine_api using (true) with check (true)', t);
  end loop;
end
$$;

-- What is swept is what has ended, and nothing else: a spent assertion that is forgotten early could be spent again. Its end is judged by the clock of
-- the process that takes it, and swept by the database's: five minutes are for the difference.
create policy api_sweeps on vitrine.spent_assertion as restrictive for delete to vitrine_api using (expires_at < now() - interval '5 minutes');
create policy api_sweeps on vitrine.api_token as restrictive for delete to vitrine_api using (trust_rule_id is not null and expires_at < now());

grant select, insert, delete, update (last_used_at) on vitrine.trust_rule to vitrine_api;
grant select, insert, delete on vitrine.spent_assertion to vitrine_api;
grant delete on vitrine.api_token to vitrine_api;
