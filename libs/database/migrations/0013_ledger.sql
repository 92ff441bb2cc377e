-- runs as: vitrine_owner
-- One ledger per organization in FOCUS 1.2 words, with the two provider names of 1.3 and 1.4 filled on the way in, so that they need no second migration of rows.
alter table vitrine.cost_row
  add column service_provider_name text,
  add column host_provider_name text,
  add column publisher_name text,
  add column invoice_issuer_name text,
  add column invoice_id text,
  add column billing_account_name text,
  add column sub_account_name text,
  add column billing_period_end timestamptz,
  add column charge_frequency text,
  add column list_unit_price numeric(38, 18),
  add column contracted_unit_price numeric(38, 18),
  add column pricing_quantity numeric(38, 18),
  add column pricing_unit text,
  add column pricing_currency text,
  add column consumed_quantity numeric(38, 18),
  add column consumed_unit text,
  add column commitment_discount_name text,
  add column commitment_discount_category text,
  add column commitment_discount_type text,
  add column commitment_discount_quantity numeric(38, 18),
  add column commitment_discount_unit text,
  add column service_subcategory text,
  add column sku_price_id text,
  add column sku_price_details jsonb,
  add column availability_zone text;

alter table vitrine.cost_source
  -- Files of one export belong together: none of their rows tells of another's charge. NULL: the source stands for itself.
  add column dataset text,
  -- First day of the billing month; with dataset and file name it is what a restatement replaces.
  add column period date,
  add column format text not null default 'focus' check (format in ('focus', 'cur-2.0', 'azure-cost-details', 'native')),
  -- The charges that it tells of, half open; NULL while it has no row.
  add column charges_from timestamptz,
  add column charges_to timestamptz;
create index cost_source_of_dataset on vitrine.cost_source (organization_id, dataset, period) where dataset is not null;
create index cost_source_by_content on vitrine.cost_source (organization_id, content_sha256) where content_sha256 is not null;

-- Dated rates that the organization gave, with where it has them from: amounts stay as billed, a conversion names its rate.
create table vitrine.exchange_rate (
  organization_id uuid not null references vitrine.organization (organization_id),
  from_currency text not null check (from_currency ~ '^[A-Z]{3}$'),
  to_currency text not null check (to_currency ~ '^[A-Z]{3}$' and to_currency <> from_currency),
  on_date date not null,
  -- Units of `to_currency` for one of `from_currency`.
  rate numeric(38, 18) not null check (rate > 0),
  source text not null check (char_length(source) between 1 and 120),
  set_by text not null,
  set_at timestamptz not null default now(),
  primary key (organization_id, from_currency, to_currency, on_date)
);

do $$
begin
  execute 'alter table vitrine.exchange_rate enable row level security';
  execute 'alter table vitrine.exchange_rate force row level security';
  execute 'create policy organization_floor on vitrine.exchange_rate as restrictive for all to public
    using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))';
  execute 'create policy api on vitrine.exchange_rate for all to vitrine_api using (true) with check (true)';
end
$$;
grant select, insert, delete, update (rate, source, set_by, set_at) on vitrine.exchange_rate to vitrine_api;
