-- runs as: superuser, once per database. Every statement may be repeated.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to vitrine_migrator, vitrine_api, vitrine_worker, vitrine_relay, vitrine_reseal, vitrine_sequencer, vitrine_queue, vitrine_operator', current_database());
  -- Bill files pass through a temporary table of the worker's own (design §3); nobody else may make one.
  execute format('grant temporary on database %I to vitrine_worker', current_database());
end
$$;
revoke all on schema public from public;

-- Large objects need no grant to be created: a place to hide rows outside every policy.
do $$
declare
  signature regprocedure;
begin
  for signature in
    select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'pg_catalog' and (p.proname like 'lo\_%' or p.proname in ('loread', 'lowrite'))
  loop
    execute format('revoke all on function %s from public', signature);
  end loop;
end
$$;

create schema if not exists vitrine authorization vitrine_owner;
create schema if not exists directory authorization vitrine_directory;
create schema if not exists bullmq authorization vitrine_queue;

-- What stands in `directory` is made here, since nobody logs in as its owner.
set role vitrine_directory;

create table if not exists directory.api_token (
  token_key text primary key,
  organization_id uuid not null
);
create table if not exists directory.organization_claim (
  issuer text not null,
  claim text not null,
  value text not null,
  organization_id uuid not null,
  primary key (issuer, claim, value)
);

create table if not exists directory.trust_rule (
  rule_id uuid primary key,
  organization_id uuid not null
);

-- Exact match only: no function can list.
create or replace function directory.organization_of_token(p_token_key text) returns uuid
  language sql stable security definer set search_path = directory, pg_temp
  as $$ select organization_id from directory.api_token where token_key = p_token_key $$;

create or replace function directory.organization_of_claim(p_issuer text, p_claim text, p_value text) returns uuid
  language sql stable security definer set search_path = directory, pg_temp
  as $$ select organization_id from directory.organization_claim where issuer = p_issuer and claim = p_claim and value = p_value $$;

create or replace function directory.organization_of_trust_rule(p_rule_id uuid) returns uuid
  language sql stable security definer set search_path = directory, pg_temp
  as $$ select organization_id from directory.trust_rule where rule_id = p_rule_id $$;

-- Fired by inserts and deletes of the tenant tables; a trigger needs no execute grant.
create or replace function directory.follow_api_token() returns trigger
  language plpgsql security definer set search_path = directory, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    insert into directory.api_token (token_key, organization_id) values (new.token_key, new.organization_id);
    return new;
  end if;
  delete from directory.api_token where token_key = old.token_key and organization_id = old.organization_id;
  return old;
end
$$;

create or replace function directory.follow_organization_claim() returns trigger
  language plpgsql security definer set search_path = directory, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    insert into directory.organization_claim (issuer, claim, value, organization_id) values (new.issuer, new.claim, new.value, new.organization_id);
    return new;
  end if;
  delete from directory.organization_claim
    where issuer = old.issuer and claim = old.claim and value = old.value and organization_id = old.organization_id;
  return old;
end
$$;

create or replace function directory.follow_trust_rule() returns trigger
  language plpgsql security definer set search_path = directory, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    insert into directory.trust_rule (rule_id, organization_id) values (new.id, new.organization_id);
    return new;
  end if;
  delete from directory.trust_rule where rule_id = old.id and organization_id = old.organization_id;
  return old;
end
$$;

revoke all on function directory.organization_of_token(text), directory.organization_of_claim(text, text, text), directory.organization_of_trust_rule(uuid) from public;
revoke all on function directory.follow_api_token(), directory.follow_organization_claim(), directory.follow_trust_rule() from public;
-- The owner of the tenant tables attaches the triggers; at run time no caller needs this right.
grant execute on function directory.follow_api_token(), directory.follow_organization_claim(), directory.follow_trust_rule() to vitrine_owner;
grant usage on schema directory to vitrine_api, vitrine_owner;
grant execute on function directory.organization_of_token(text), directory.organization_of_claim(text, text, text), directory.organization_of_trust_rule(uuid) to vitrine_api;

reset role;
