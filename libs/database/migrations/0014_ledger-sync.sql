-- runs as: vitrine_owner
-- Rows of a native bill on their way in. Apart from `cost_row`, so that whoever adds up costs sees the whole old bill or the whole new one.
create table vitrine.cost_row_staged (
  organization_id uuid not null,
  job_id uuid not null,
  row_no bigint not null,
  value jsonb not null,
  primary key (organization_id, job_id, row_no),
  foreign key (organization_id, job_id) references vitrine.job (organization_id, id)
);

-- What reading costs the customer: requests and bytes per operation and UTC day, at the provider's public price.
create table vitrine.api_spend (
  organization_id uuid not null references vitrine.organization (organization_id),
  connection_id uuid not null,
  day date not null,
  operation text not null,
  requests bigint not null default 0 check (requests >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  cost_usd numeric(38, 18) not null default 0 check (cost_usd >= 0),
  primary key (organization_id, connection_id, day, operation),
  foreign key (organization_id, connection_id) references vitrine.connection (organization_id, id)
);

-- No row means the default of the code; 0 means that nothing that costs money is called.
create table vitrine.spend_budget (
  organization_id uuid primary key references vitrine.organization (organization_id),
  usd_per_day numeric(38, 18) not null check (usd_per_day >= 0),
  version integer not null default 1,
  set_by text not null,
  set_at timestamptz not null default now()
);

do $$
declare
  t text;
begin
  foreach t in array array['cost_row_staged', 'api_spend', 'spend_budget'] loop
    execute format('alter table vitrine.%I enable row level security', t);
    execute format('alter table vitrine.%I force row level security', t);
    execute format('create policy organization_floor on vitrine.%I as restrictive for all to public
      using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))', t);
    execute format('create policy worker on vitrine.%I for all to vitrine_worker using (true) with check (true)', t);
  end loop;
  foreach t in array array['api_spend', 'spend_budget'] loop
    execute format('create policy api on vitrine.%I for all to vitrine_api using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, delete on vitrine.cost_row_staged to vitrine_worker;
grant select, insert, update (requests, bytes, cost_usd) on vitrine.api_spend to vitrine_worker;
grant select on vitrine.spend_budget to vitrine_worker;
grant select on vitrine.api_spend to vitrine_api;
grant select, insert, update (usd_per_day, version, set_by, set_at) on vitrine.spend_budget to vitrine_api;
