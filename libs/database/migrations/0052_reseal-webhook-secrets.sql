-- runs as: vitrine_owner
-- What signs messages to receivers lies under the same keys as credentials do: without this, an epoch's key could never be destroyed without making
-- every older receiver unsigned. Only what the senders still open: the version in force, and for a day after a change the one before.
create policy reseal_reads on vitrine.webhook for select to vitrine_reseal using (true);
do $$
declare
  current_one constant text := 'exists (
    select 1 from vitrine.webhook w
    where w.organization_id = webhook_secret.organization_id and w.id = webhook_secret.webhook_id
      and (w.secret_version = webhook_secret.version
        or (w.secret_version = webhook_secret.version + 1 and w.secret_changed_at > now() - interval ''24 hours'')))';
begin
  execute format('create policy reseal_opens_current on vitrine.webhook_secret for select to vitrine_reseal using (%s)', current_one);
  -- In its place: a receiver's version says which secret it is, and it is the same one. The envelope is bound to its row, and two columns are all that may change.
  execute format('create policy reseal_replaces on vitrine.webhook_secret for update to vitrine_reseal using (%1$s) with check (%1$s)', current_one);
end
$$;

-- An opening is written down before it happens, and in no other name.
drop policy reseal_records on vitrine.trail_event;
create policy reseal_records on vitrine.trail_event for insert to vitrine_reseal with check (
  principal = 'vitrine-reseal'
  and type in ('vitrine.credential.opened', 'vitrine.credential.resealed', 'vitrine.webhook-secret.opened', 'vitrine.webhook-secret.resealed'));

grant select (organization_id, id, secret_version, secret_changed_at) on vitrine.webhook to vitrine_reseal;
grant select (organization_id, webhook_id, version, cloud, kid, sealed), update (kid, sealed) on vitrine.webhook_secret to vitrine_reseal;
