-- runs as: vitrine_owner
-- An entry's envelope (CS-16): what came of it, who decided, what it followed from. `request_id` is its correlation.
alter table vitrine.trail_event
  add column outcome text not null default 'succeeded' check (outcome in ('succeeded', 'denied', 'failed')),
  -- { effect, policyIds }: what the policies said; NULL where none was asked.
  add column decision jsonb,
  add column causation_id uuid,
  -- Random beside the payload in its commitment, so that a dropped payload cannot be guessed from it. Both go together.
  add column salt bytea default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  alter column payload drop not null;
-- The operator's own trail (sign-ins that name no organization) is under an id that no organization has.
alter table vitrine.trail_event drop constraint trail_event_organization_id_fkey;
create index trail_event_by_type on vitrine.trail_event (organization_id, type, id desc);
-- For retention: what still has something to drop, oldest first.
create index trail_event_with_payload on vitrine.trail_event (organization_id, at) where payload is not null;
create index trail_event_by_principal on vitrine.trail_event (organization_id, principal, id desc);

-- Entries that have no leaf yet. Filled by a trigger, so that no writer can leave an entry out of the tree.
create table vitrine.trail_pending (
  organization_id uuid not null,
  event_id uuid not null,
  -- When its transaction began: how far the tree is behind is the age of the oldest.
  at timestamptz not null default now(),
  primary key (organization_id, event_id)
);

-- RFC 6962: the hash is over 0x00, the domain and `leaf`, which is kept to the byte, since nothing is ever serialized again to verify it.
create table vitrine.trail_leaf (
  organization_id uuid not null,
  epoch integer not null,
  index bigint not null check (index >= 0),
  event_id uuid not null,
  leaf text not null,
  hash bytea not null check (octet_length(hash) = 32),
  at timestamptz not null default now(),
  primary key (organization_id, epoch, index),
  unique (organization_id, event_id)
);

-- Complete tiles of 256 hashes (C2SP tlog-tiles): level 0 of leaves, level 1 of the roots of level 0, and so on. `root` is the hash above them.
create table vitrine.trail_tile (
  organization_id uuid not null,
  epoch integer not null,
  level integer not null check (level between 0 and 7),
  index bigint not null check (index >= 0),
  hashes bytea not null check (octet_length(hashes) = 8192),
  root bytea not null check (octet_length(root) = 32),
  primary key (organization_id, epoch, level, index)
);

-- What the sequencer goes on from; its row is the lock that lets one at a time give numbers.
create table vitrine.trail_head (
  organization_id uuid primary key,
  epoch integer not null default 1,
  size bigint not null default 0,
  -- The roots of the complete subtrees left of `size`, largest first, 32 bytes each.
  accumulator bytea not null default '',
  updated_at timestamptz not null default now()
);

create table vitrine.trail_checkpoint (
  organization_id uuid not null,
  epoch integer not null,
  size bigint not null,
  root bytea not null check (octet_length(root) = 32),
  -- The signed note, to the byte.
  note text not null,
  at timestamptz not null default now(),
  primary key (organization_id, epoch, size)
);

-- How far a receiver of the organization's was sent its trail.
create table vitrine.trail_sink (
  organization_id uuid not null,
  webhook_id uuid not null,
  epoch integer not null,
  next_index bigint not null,
  primary key (organization_id, webhook_id),
  foreign key (organization_id, webhook_id) references vitrine.webhook (organization_id, id) on delete cascade
);

-- A definer's function, so that whoever may write an entry need not hold a right on the list of what is pending.
create function vitrine.await_leaf() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
begin
  insert into vitrine.trail_pending (organization_id, event_id) values (new.organization_id, new.id);
  return null;
end
$$;

-- What is written stays: no grant allows a change, and this refuses it where one was given by mistake. The one exception is a payload that is
-- dropped whole, with its salt, by the function below; its commitment stays in the leaf.
create function vitrine.keep_trail() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'trail_event' and current_user = 'vitrine_owner' then
    if new.payload is null and new.salt is null and (to_jsonb(new) - 'payload' - 'salt') = (to_jsonb(old) - 'payload' - 'salt') then
      return new;
    end if;
  end if;
  raise exception 'the trail is only added to' using errcode = '42501';
end
$$;

-- Drops what is older than the organization wants its payloads kept, the oldest first and at most 5,000 a call, so that no statement holds the rows of a
-- year: whoever calls it calls again until it says 0. Entries without a leaf keep theirs: the leaf is made of it.
create function vitrine.drop_trail_payloads() returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  dropped integer;
  organization constant uuid := vitrine.current_organization();
  kept_days constant integer := (select (o.settings ->> 'trailPayloadDays')::integer from vitrine.organization o where o.organization_id = organization);
begin
  update vitrine.trail_event e set payload = null, salt = null
  where e.organization_id = organization and e.payload is not null and e.id = any (array(
    select due.id from vitrine.trail_event due
    where due.organization_id = organization and due.payload is not null and due.at < now() - make_interval(days => kept_days)
      and exists (select 1 from vitrine.trail_leaf l where l.organization_id = organization and l.event_id = due.id)
    order by due.at limit 5000));
  get diagnostics dropped = row_count;
  return dropped;
end
$$;
revoke all on function vitrine.await_leaf(), vitrine.keep_trail(), vitrine.drop_trail_payloads() from public;

create trigger await_leaf after insert on vitrine.trail_event for each row execute function vitrine.await_leaf();

do $$
declare
  t text;
begin
  foreach t in array array['trail_event', 'trail_leaf', 'trail_tile', 'trail_checkpoint'] loop
    execute format('create trigger keep_rows before update or delete on vitrine.%I for each row execute function vitrine.keep_trail()', t);
    execute format('create trigger keep_table before truncate on vitrine.%I for each statement execute function vitrine.keep_trail()', t);
  end loop;
  foreach t in array array['trail_pending', 'trail_leaf', 'trail_tile', 'trail_head', 'trail_checkpoint', 'trail_sink'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    -- The sequencer finds its work across organizations, in `trail_pending` alone: two ids and a time a row.
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to %s
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))',
      t, case when t = 'trail_pending' then 'vitrine_api, vitrine_worker' else 'public' end);
    execute format('create policy api on vitrine.%I for select to vitrine_api using (true)', t);
  end loop;
  foreach t in array array['trail_leaf', 'trail_tile', 'trail_head', 'trail_checkpoint', 'trail_sink'] loop
    execute format('create policy sequencer on vitrine.%I for all to vitrine_sequencer using (true) with check (true)', t);
  end loop;
end
$$;

create policy pending_is_noted on vitrine.trail_pending for insert to vitrine_owner with check (true);
create policy sequencer_finds on vitrine.trail_pending for select to vitrine_sequencer using (true);
create policy sequencer_takes on vitrine.trail_pending for delete to vitrine_sequencer using (organization_id = (select vitrine.current_organization()));
create policy payload_is_dropped on vitrine.trail_event for all to vitrine_owner using (true) with check (true);
create policy payload_days on vitrine.organization for select to vitrine_owner using (organization_id = (select vitrine.current_organization()));
create policy leaf_is_there on vitrine.trail_leaf for select to vitrine_owner using (true);

create policy sequencer_reads on vitrine.trail_event for select to vitrine_sequencer using (true);
-- Of its own it says one thing: that a restored database goes on under a new epoch.
create policy sequencer_begins_epoch on vitrine.trail_event for insert to vitrine_sequencer with check (type = 'trail.epoch-begun' and principal = 'sequencer');
-- Forwarding writes messages for receivers that asked for the trail, and asks for their delivery; it opens and sends nothing.
create policy sequencer on vitrine.webhook for select to vitrine_sequencer using (true);
create policy sequencer on vitrine.connection for select to vitrine_sequencer using (true);
create policy sequencer on vitrine.webhook_delivery for insert to vitrine_sequencer with check (event in ('trail.entries', 'trail.checkpoint') and state = 'pending');
create policy sequencer_sees on vitrine.job for select to vitrine_sequencer using (organization_id = (select vitrine.current_organization()) and kind = 'deliver');
create policy sequencer_asks on vitrine.job for insert to vitrine_sequencer with check (
  organization_id = (select vitrine.current_organization()) and kind = 'deliver' and state = 'queued' and fence = 0 and lease_until is null and attempt = 0);
-- Which events there are is the code's to say; here stands only that it is a name of one.
alter table vitrine.webhook_delivery drop constraint webhook_delivery_event_check;
alter table vitrine.webhook_delivery add constraint webhook_delivery_event_name check (event ~ '^[a-z]+([.-][a-z]+)+$');

-- Attack: whoever has a process's password writes an entry of another time, or beside a salt that he knows. Both are the database's to give; a role
-- writes what its code writes and no other column.
revoke insert on vitrine.trail_event from vitrine_api, vitrine_worker;
grant insert (organization_id, id, type, principal, trace_id, request_id, causation_id, outcome, decision, payload) on vitrine.trail_event to vitrine_api;
grant insert (organization_id, id, type, principal, trace_id, request_id, outcome, payload) on vitrine.trail_event to vitrine_worker;
grant usage on schema vitrine to vitrine_sequencer;
grant execute on function vitrine.current_organization(), vitrine.drop_trail_payloads() to vitrine_sequencer;
grant select, delete on vitrine.trail_pending to vitrine_sequencer;
grant select on vitrine.trail_event to vitrine_sequencer;
grant insert (organization_id, id, type, principal, payload) on vitrine.trail_event to vitrine_sequencer;
grant select, insert on vitrine.trail_leaf, vitrine.trail_tile, vitrine.trail_checkpoint to vitrine_sequencer;
grant select, insert, update (epoch, size, accumulator, updated_at) on vitrine.trail_head to vitrine_sequencer;
grant select, insert, update (epoch, next_index) on vitrine.trail_sink to vitrine_sequencer;
grant select (organization_id, id, events, state) on vitrine.webhook to vitrine_sequencer;
grant select (organization_id, id, cloud, state) on vitrine.connection to vitrine_sequencer;
grant insert (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body) on vitrine.webhook_delivery to vitrine_sequencer;
grant select (organization_id, id, kind, queue, state, not_before, detail) on vitrine.job to vitrine_sequencer;
grant insert (organization_id, id, kind, connection_id, queue, not_before, detail) on vitrine.job to vitrine_sequencer;
grant select on vitrine.trail_pending, vitrine.trail_leaf, vitrine.trail_tile, vitrine.trail_head, vitrine.trail_checkpoint, vitrine.trail_sink to vitrine_api;

-- What was recorded before there was a tree comes into it first. Not forced while it is read: this owner is of no organization.
alter table vitrine.trail_event no force row level security;
insert into vitrine.trail_pending (organization_id, event_id) select organization_id, id from vitrine.trail_event;
alter table vitrine.trail_event force row level security;
