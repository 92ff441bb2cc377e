-- runs as: vitrine_owner
create table vitrine.connection (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  cloud text not null check (cloud in ('aws', 'azure', 'gcp')),
  kind text not null check (kind in ('aws.role', 'aws.key', 'aws.session', 'azure.secret', 'azure.federated', 'azure.token', 'gcp.key', 'gcp.wif', 'gcp.token')),
  name text not null check (char_length(name) between 1 and 120),
  state text not null default 'pending' check (state in ('pending', 'valid', 'degraded', 'rejected', 'revoked', 'purged')),
  -- A stable code, for instance write-capable, trust-policy-open, untestable.
  state_code text,
  -- Made by the server, random per connection; what a confused deputy would have to guess.
  external_id text not null check (char_length(external_id) >= 32),
  -- 0 while no credential was submitted.
  credential_version integer not null default 0,
  -- The account, cloud tenant or project that the first validation saw; another one is refused.
  account_pinned text,
  -- { accounts, regions, tenantId } as the last validation or plan found them.
  estate jsonb,
  -- Last validation: [{permission, state}], [{action, source}].
  validation jsonb,
  -- Rule settings, enabled rules, chosen scopes (CF-03).
  settings jsonb not null default '{}',
  -- Where the bill is: {"source": "cost-explorer"} | {"source": "cost-management"} | {"source": "bigquery", "project", "dataset", "table"}.
  bill jsonb,
  -- SHA-256 of each erased envelope, and when.
  erasure jsonb,
  created_by text not null,
  created_at timestamptz not null default now(),
  validated_at timestamptz,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id)
);
create unique index connection_name on vitrine.connection (organization_id, name) where state <> 'purged';

-- Appended by version, never updated: an update would need a right to read what it replaces.
create table vitrine.credential (
  organization_id uuid not null,
  connection_id uuid not null,
  version integer not null check (version > 0),
  kind text not null,
  kid text not null,
  sealed bytea not null check (octet_length(sealed) between 200 and 24576),
  sealed_sha256 bytea not null generated always as (sha256(sealed)) stored,
  -- true when the caller sealed it and the API never saw plaintext.
  sealed_by_client boolean not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- Borrowed sessions only.
  expires_at timestamptz,
  primary key (organization_id, connection_id, version),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);
