-- runs as: vitrine_owner
-- One ingested file or one pull of a native bill; loading the same again replaces its rows.
create table vitrine.cost_source (
  organization_id uuid not null references vitrine.organization (organization_id),
  id uuid not null,
  connection_id uuid,
  kind text not null check (kind in ('focus-upload', 'cost-explorer', 'cost-management', 'bigquery')),
  -- What makes two loads the same: file name, or connection and period.
  source_key text not null,
  focus_version text,
  rows integer not null default 0,
  rows_rejected integer not null default 0,
  -- [{ currency, billedCost, effectiveCost }]
  totals jsonb not null default '[]',
  content_sha256 bytea,
  loaded_by text not null,
  loaded_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, source_key),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);

-- FOCUS 1.2 words; amounts as the bill says them, never converted.
create table vitrine.cost_row (
  organization_id uuid not null,
  source_id uuid not null,
  row_no bigint not null,
  provider text,
  billing_account_id text,
  sub_account_id text,
  billing_period_start timestamptz,
  charge_period_start timestamptz,
  charge_period_end timestamptz,
  charge_category text,
  charge_class text,
  charge_description text,
  billed_cost numeric(38, 18),
  effective_cost numeric(38, 18),
  list_cost numeric(38, 18),
  contracted_cost numeric(38, 18),
  billing_currency text,
  pricing_category text,
  commitment_discount_id text,
  commitment_discount_status text,
  service_name text,
  service_category text,
  sku_id text,
  sku_meter text,
  resource_id text,
  resource_id_canonical text,
  resource_name text,
  resource_type text,
  region_id text,
  tags jsonb,
  primary key (organization_id, source_id, row_no),
  foreign key (organization_id, source_id) references vitrine.cost_source (organization_id, id)
);
create index cost_row_of_resource on vitrine.cost_row (organization_id, resource_id_canonical, charge_period_start) where resource_id_canonical is not null;

-- Rows that could not be taken as they stand are named, never dropped silently.
create table vitrine.cost_row_problem (
  organization_id uuid not null,
  source_id uuid not null,
  -- 0 means the file as a whole; then `occurrences` counts the rows.
  row_no bigint not null,
  column_name text not null,
  code text not null,
  -- false: the row could not be taken, since its amount is not known.
  kept boolean not null,
  occurrences integer not null default 1,
  primary key (organization_id, source_id, row_no, column_name, code),
  foreign key (organization_id, source_id) references vitrine.cost_source (organization_id, id)
);

-- Reference data, the same for all: providers' public list prices, dated. Holds nothing of any organization.
create table vitrine.list_price (
  price_key text not null,
  fetched_on date not null default current_date,
  -- NULL: the provider's list had no single matching product.
  unit_price numeric(38, 18),
  currency text,
  unit text,
  sku text,
  effective_date text,
  source text not null,
  fetched_at timestamptz not null default now(),
  primary key (price_key, fetched_on)
);

-- The fleet's limiter: provider × payer or account × region × API. No organization in its key, since two may share one cloud account.
create table vitrine.rate_bucket (
  bucket text primary key,
  tokens double precision not null,
  capacity double precision not null,
  refill_per_second double precision not null,
  refilled_at timestamptz not null default now(),
  -- A 429's Retry-After holds for everyone on this bucket.
  not_before timestamptz
);
