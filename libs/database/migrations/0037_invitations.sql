-- runs as: vitrine_owner
-- An offer of a membership to whoever holds its code, told apart by who may take it where the inviter knows that.
create table vitrine.invitation (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  -- SHA-256 of the code: 256 random bits, so that no pepper is needed against guessing.
  code_hash bytea not null check (octet_length(code_hash) = 32),
  role text not null check (role in ('viewer', 'analyst', 'admin', 'owner')),
  -- Whose it is: a verified claim of the token that accepts must match. NULL: whoever holds the code.
  issuer text,
  subject text,
  email text,
  state text not null default 'open' check (state in ('waiting', 'open', 'accepted', 'revoked')),
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null check (expires_at <= created_at + interval '14 days'),
  accepted_by uuid,
  ended_at timestamptz,
  version integer not null default 1,
  primary key (organization_id, id),
  check ((issuer is null) = (subject is null)),
  foreign key (organization_id, created_by) references vitrine.member (organization_id, id),
  foreign key (organization_id, accepted_by) references vitrine.member (organization_id, id)
);
create index invitation_by_code on vitrine.invitation (organization_id, code_hash);

create function vitrine.invitation_may(p_from text, p_to text) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select p_to = any (case p_from when 'waiting' then array['open', 'revoked'] when 'open' then array['accepted', 'revoked'] else array[]::text[] end) $$;
create function vitrine.step_invitation() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
begin
  if not vitrine.invitation_may(old.state, new.state) then
    raise exception 'an invitation does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'invitation_step';
  end if;
  if new.state = 'accepted' and old.expires_at <= now() then
    raise exception 'an invitation has expired' using errcode = 'check_violation', constraint = 'invitation_expired';
  end if;
  new.ended_at := case when new.state in ('accepted', 'revoked') then now() end;
  new.version := old.version + 1;
  return new;
end
$$;
create trigger step_invitation before update of state on vitrine.invitation for each row execute function vitrine.step_invitation();

alter table vitrine.invitation enable row level security;
alter table vitrine.invitation force row level security;
create policy organization_floor on vitrine.invitation as restrictive for all to public
  using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()));
create policy api on vitrine.invitation for all to vitrine_api using (true) with check (true);

revoke all on function vitrine.invitation_may(text, text), vitrine.step_invitation() from public;
grant execute on function vitrine.invitation_may(text, text) to vitrine_api;
grant select, insert (organization_id, id, code_hash, role, issuer, subject, email, state, created_by, expires_at), update (state, accepted_by)
  on vitrine.invitation to vitrine_api;
