-- runs as: vitrine_owner
-- An operator's look into one organization: asked for with a reason, granted by another, short, and over for good when it is over.
create table vitrine.operator_session (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  -- `issuer|subject`, as the allowlist has it.
  operator text not null check (char_length(operator) between 3 and 600),
  reason text not null check (char_length(reason) between 10 and 500),
  ticket text not null check (char_length(ticket) between 1 and 120),
  minutes integer not null check (minutes between 1 and 60),
  state text not null default 'requested' check (state in ('requested', 'approved', 'active', 'ended', 'expired', 'refused')),
  requested_at timestamptz not null default now(),
  -- While it waits for an answer, or for its start; then the end of the session itself.
  expires_at timestamptz not null,
  -- `operator:issuer|subject`, `member:…` or `token:…`.
  decided_by text,
  decided_at timestamptz,
  started_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  -- Of the one token that was ever given out for it: a stolen signing key alone makes none that fits.
  token_sha256 bytea check (octet_length(token_sha256) = 32),
  version integer not null default 1,
  primary key (organization_id, id),
  -- Attack: an operator lets himself in.
  constraint operator_decides_for_another check (decided_by is distinct from 'operator:' || operator),
  constraint operator_session_decided check (state not in ('approved', 'active') or (decided_by is not null and decided_at is not null)),
  constraint operator_session_started check (state <> 'active' or (started_at is not null and token_sha256 is not null)),
  -- Attack: a session that is prolonged. Its end is fixed by its start.
  constraint operator_session_is_short check (started_at is null or expires_at <= started_at + minutes * interval '1 minute')
);
create index operator_session_by_time on vitrine.operator_session (organization_id, requested_at desc, id desc);

-- The life of a session as a closed table; `operator-session-steps.ts` of the API has the same.
create function vitrine.operator_session_may(p_from text, p_to text) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select p_to = any (case p_from
    when 'requested' then array['approved', 'refused', 'ended', 'expired']
    when 'approved' then array['active', 'ended', 'expired']
    when 'active' then array['ended', 'expired']
    else array[]::text[] end) $$;

create function vitrine.guard_operator_session() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
declare
  approval text;
begin
  if tg_op = 'INSERT' then
    if new.state <> 'requested' or new.decided_by is not null or new.started_at is not null then
      raise exception 'an operator session begins as a request' using errcode = 'check_violation', constraint = 'operator_session_step';
    end if;
    return new;
  end if;
  -- Also a row that is over: nothing of it is written again.
  if not vitrine.operator_session_may(old.state, new.state) then
    raise exception 'an operator session does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'operator_session_step';
  end if;
  if new.state in ('approved', 'active') and old.expires_at <= now() then
    raise exception 'an operator session that is over does not go on' using errcode = 'check_violation', constraint = 'operator_session_step';
  end if;
  if old.started_at is not null and (new.started_at, new.expires_at, new.token_sha256) is distinct from (old.started_at, old.expires_at, old.token_sha256) then
    raise exception 'a started operator session keeps its end and its token' using errcode = 'check_violation', constraint = 'operator_session_is_short';
  end if;
  if new.state = 'approved' and new.decided_by like 'operator:%' then
    select o.settings ->> 'operatorApproval' into approval from vitrine.organization o where o.organization_id = new.organization_id;
    -- The organization insists: nobody but itself lets an operator in.
    if approval = 'organization' then
      raise exception 'this organization approves operators itself' using errcode = 'check_violation', constraint = 'operator_approval';
    end if;
  end if;
  return new;
end
$$;
create trigger guard_step before insert or update on vitrine.operator_session
  for each row execute function vitrine.guard_operator_session();

alter table vitrine.operator_session enable row level security;
alter table vitrine.operator_session force row level security;
create policy organization_floor on vitrine.operator_session as restrictive for all to public
  using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()));
create policy api on vitrine.operator_session for all to vitrine_api using (true) with check (true);

revoke all on function vitrine.operator_session_may(text, text), vitrine.guard_operator_session() from public;
grant execute on function vitrine.operator_session_may(text, text) to vitrine_api;
-- What was asked for stands as it was asked; a session is never deleted.
grant select, insert, update (state, expires_at, decided_by, decided_at, started_at, ended_by, ended_at, token_sha256, version) on vitrine.operator_session to vitrine_api;
