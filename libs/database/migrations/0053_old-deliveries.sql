-- runs as: vitrine_owner
-- Deliveries that ended are kept 30 days: for the log, and to send one again. The oldest first and at most 5,000 a call, so that no statement holds the
-- rows of a year: whoever calls it calls again until it says 0. What still waits is kept, however old: it was promised.
create index webhook_delivery_ended on vitrine.webhook_delivery (organization_id, ended_at) where ended_at is not null;

create function vitrine.drop_webhook_deliveries() returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $$
declare
  dropped integer;
  organization constant uuid := vitrine.current_organization();
begin
  delete from vitrine.webhook_delivery d
  where d.organization_id = organization and d.ended_at is not null and d.id = any (array(
    select due.id from vitrine.webhook_delivery due
    where due.organization_id = organization and due.ended_at < now() - interval '30 days' and due.state in ('delivered', 'failed', 'dropped')
    order by due.ended_at limit 5000));
  get diagnostics dropped = row_count;
  return dropped;
end
$$;
revoke all on function vitrine.drop_webhook_deliveries() from public;
-- The function's own right, within the floor of the organization that it was called in.
create policy old_ones_are_dropped on vitrine.webhook_delivery for all to vitrine_owner using (true) with check (true);
grant execute on function vitrine.drop_webhook_deliveries() to vitrine_sequencer;
