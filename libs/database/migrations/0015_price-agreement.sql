-- runs as: vitrine_owner
-- What the organization negotiated: discounts on list prices (CF-28) and its own price sheet. One document, so that a price is never of two versions.
create table vitrine.price_agreement (
  organization_id uuid primary key references vitrine.organization (organization_id),
  -- { discounts: [{ cloud, service, discountPct, from, to }], prices: [{ cloud, sku, unit, unitPrice, currency, from, to }] }
  document jsonb not null,
  version integer not null default 1,
  set_by text not null,
  set_at timestamptz not null default now()
);

do $$
begin
  execute 'alter table vitrine.price_agreement enable row level security';
  execute 'alter table vitrine.price_agreement force row level security';
  execute 'create policy organization_floor on vitrine.price_agreement as restrictive for all to public
    using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))';
  execute 'create policy api on vitrine.price_agreement for all to vitrine_api using (true) with check (true)';
  execute 'create policy worker on vitrine.price_agreement for select to vitrine_worker using (true)';
end
$$;
grant select, insert, update (document, version, set_by, set_at) on vitrine.price_agreement to vitrine_api;
grant select on vitrine.price_agreement to vitrine_worker;
