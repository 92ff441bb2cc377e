-- runs as: vitrine_owner
-- Exports of a bill that are read where the provider puts them.
alter table vitrine.cost_source drop constraint cost_source_kind_check;
alter table vitrine.cost_source add constraint cost_source_kind_check
  check (kind in ('focus-upload', 'cost-explorer', 'cost-management', 'bigquery', 'data-exports', 'cost-management-exports'));
-- The manifest that the file came by, with its version: while the month's newest manifest says the same, nothing is read again.
alter table vitrine.cost_source add column delivery text;

-- One next daily sync per connection, whoever plans it and how often.
create unique index job_daily_sync on vitrine.job (organization_id, connection_id) where kind = 'schedule' and state in ('queued', 'running') and detail ? 'ledgerSync';
