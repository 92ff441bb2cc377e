-- runs as: vitrine_owner
-- Who gave a member the role he has, and when. NULL: the organization began with him, or was given him by its operator.
alter table vitrine.member
  add column role_by uuid,
  add column role_at timestamptz not null default now(),
  -- The first membership of the same human: whoever pins an issuer is a member by the old one and by the new one. NULL: this is his only one.
  add column person uuid;

-- A change that one person alone does not make: it waits for a second one, or for a day in which all can see it.
create table vitrine.pending_change (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$' and char_length(kind) <= 60),
  -- What it is about, within its kind: no two changes of one thing wait at once.
  subject text not null check (char_length(subject) between 1 and 600),
  payload jsonb not null,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'applied', 'refused', 'withdrawn', 'expired')),
  -- Everything from here to `expires_at` is set by the table itself.
  needs text not null default 'second-person' check (needs in ('second-person', 'notice')),
  proposed_by uuid not null,
  proposed_at timestamptz not null default now(),
  -- From when on it may be applied without a second person; NULL where one is needed.
  ready_at timestamptz,
  expires_at timestamptz not null default now(),
  decided_by uuid,
  decided_at timestamptz,
  reason text check (char_length(reason) <= 500),
  version integer not null default 1,
  primary key (organization_id, id),
  foreign key (organization_id, proposed_by) references vitrine.member (organization_id, id),
  foreign key (organization_id, decided_by) references vitrine.member (organization_id, id)
);
create unique index pending_change_waiting on vitrine.pending_change (organization_id, kind, subject) where state = 'proposed';

create function vitrine.change_may(p_from text, p_to text) returns boolean
  language sql immutable parallel safe set search_path = pg_catalog, pg_temp
  as $$ select p_to = any (case p_from
    when 'proposed' then array['approved', 'applied', 'refused', 'withdrawn', 'expired']
    when 'approved' then array['applied']
    else array[]::text[] end) $$;

-- Attack: the proposer makes his own second person, or one who makes another. Whoever got his role from somebody here since a day before the
-- proposal has no word on it; whoever the organization began with, or who has had his role for longer, has. Nor has he a word by another membership
-- of his own. Whoever the pin shuts out cannot give his: were he counted, what waits for him could never be decided.
create function vitrine.second_people(p_organization uuid, p_proposer uuid, p_since timestamptz) returns setof uuid
  language sql stable set search_path = pg_catalog, pg_temp
  as $$ select m.id from vitrine.member m
    where m.organization_id = p_organization and m.id <> p_proposer and m.state = 'active' and m.role in ('admin', 'owner')
      and (m.role_by is null or m.role_at <= p_since - interval '24 hours')
      and coalesce(m.person, m.id) is distinct from
        (select coalesce(p.person, p.id) from vitrine.member p where p.organization_id = p_organization and p.id = p_proposer)
      and not exists (select from vitrine.identity_provider i where i.organization_id = m.organization_id and i.issuer <> m.issuer) $$;

-- Times and what is needed come from here: no caller shortens the wait, and none says himself that there is no second person.
create function vitrine.begin_pending_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
begin
  new.state := 'proposed';
  new.proposed_at := now();
  new.needs := case when exists (select from vitrine.second_people(new.organization_id, new.proposed_by, now())) then 'second-person' else 'notice' end;
  new.ready_at := case new.needs when 'notice' then now() + interval '24 hours' end;
  new.expires_at := now() + interval '7 days';
  new.decided_by := null;
  new.decided_at := null;
  return new;
end
$$;
create function vitrine.step_pending_change() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
begin
  if old.state = new.state or not vitrine.change_may(old.state, new.state) then
    raise exception 'a pending change does not go from % to %', old.state, new.state using errcode = 'check_violation', constraint = 'pending_change_step';
  end if;
  if new.state = 'approved' and new.decided_by not in (select vitrine.second_people(old.organization_id, old.proposed_by, old.proposed_at)) then
    raise exception 'a pending change is approved by a second person' using errcode = 'check_violation', constraint = 'pending_change_second_person';
  end if;
  -- Attack: what was approved by one is written down as another's word, or for another reason.
  if old.state = 'approved' and (new.decided_by, new.reason) is distinct from (old.decided_by, old.reason) then
    raise exception 'a pending change is applied in the name of whoever approved it' using errcode = 'check_violation', constraint = 'pending_change_decided_by';
  end if;
  if old.state = 'proposed' and new.state = 'applied' and (old.needs <> 'notice' or old.ready_at > now()) then
    raise exception 'a pending change waits for its hour' using errcode = 'check_violation', constraint = 'pending_change_notice';
  end if;
  if old.state = 'proposed' and new.state in ('approved', 'applied') and old.expires_at <= now() then
    raise exception 'a pending change has expired' using errcode = 'check_violation', constraint = 'pending_change_expired';
  end if;
  new.decided_at := now();
  new.version := old.version + 1;
  return new;
end
$$;
create trigger begin_change before insert on vitrine.pending_change for each row execute function vitrine.begin_pending_change();
-- Of every column that the API may write, not of `state` alone. Attack: who decided, and why, is rewritten after the end.
create trigger step_change before update of state, decided_by, reason on vitrine.pending_change for each row execute function vitrine.step_pending_change();

alter table vitrine.pending_change enable row level security;
alter table vitrine.pending_change force row level security;
create policy organization_floor on vitrine.pending_change as restrictive for all to public
  using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()));
create policy api on vitrine.pending_change for all to vitrine_api using (true) with check (true);

revoke all on function vitrine.change_may(text, text), vitrine.second_people(uuid, uuid, timestamptz), vitrine.begin_pending_change(), vitrine.step_pending_change() from public;
grant execute on function vitrine.change_may(text, text), vitrine.second_people(uuid, uuid, timestamptz) to vitrine_api;
grant update (role_by, role_at, person) on vitrine.member to vitrine_api;
grant select, insert (organization_id, id, kind, subject, payload, proposed_by), update (state, decided_by, reason) on vitrine.pending_change to vitrine_api;
