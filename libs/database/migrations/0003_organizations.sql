-- runs as: vitrine_owner
create table vitrine.organization (
  organization_id uuid primary key,
  name text not null check (char_length(name) between 1 and 120),
  state text not null default 'active' check (state in ('active', 'suspended')),
  -- { sealedSubmissionRequired: boolean, currency: 'USD' }
  settings jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now()
);

-- Which verified claim means this organization. The copy in `directory` makes (issuer, claim, value) unique across all.
create table vitrine.organization_claim (
  organization_id uuid not null references vitrine.organization (organization_id),
  issuer text not null,
  claim text not null,
  value text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, issuer, claim, value)
);
create trigger follow_directory after insert or delete on vitrine.organization_claim
  for each row execute function directory.follow_organization_claim();

create table vitrine.member (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  issuer text not null,
  subject text not null,
  email text,
  role text not null check (role in ('viewer', 'analyst', 'admin', 'owner')),
  state text not null default 'active' check (state in ('active', 'removed')),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, issuer, subject)
);

create table vitrine.api_token (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  -- The 10-character id inside the token text; not secret.
  token_key text not null check (token_key ~ '^[0-9a-z]{10}$'),
  -- HMAC-SHA-256(pepper, secret); `pepper_id` names the pepper so that it can be rotated.
  secret_hmac bytea not null check (octet_length(secret_hmac) = 32),
  pepper_id text not null,
  name text not null check (char_length(name) between 1 and 120),
  scopes text[] not null check (cardinality(scopes) > 0),
  -- NULL means all connections of the organization.
  connection_ids uuid[],
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  unique (organization_id, token_key),
  foreign key (organization_id, created_by) references vitrine.member (organization_id, id),
  check (expires_at <= created_at + interval '90 days 1 hour')
);
create trigger follow_directory after insert or delete on vitrine.api_token
  for each row execute function directory.follow_api_token();

create table vitrine.idempotency_key (
  organization_id uuid not null references vitrine.organization (organization_id),
  principal text not null,
  route text not null,
  key text not null check (char_length(key) between 1 and 200),
  -- HMAC of the body without credential members: never the body itself.
  body_hmac bytea not null,
  status integer,
  -- The answer to replay; NULL where it held a one-time secret (then `resource_id` is named instead).
  response jsonb,
  resource_id uuid,
  created_at timestamptz not null default now(),
  primary key (organization_id, principal, route, key)
);

-- The trail's seam: the verifiable tree comes on top later without touching callers.
create table vitrine.trail_event (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  type text not null,
  principal text not null,
  trace_id text,
  request_id text,
  payload jsonb not null default '{}',
  at timestamptz not null default now(),
  primary key (organization_id, id)
);
