-- runs as: vitrine_owner
-- What the bill alone shows, before any access. Replaced whole with the bill that it is of; it has no life of its own as findings have.
create table vitrine.bill_opportunity (
  organization_id uuid not null references vitrine.organization (organization_id),
  -- The dataset, or the source that stands for itself.
  ledger_key text not null,
  rule_id text not null,
  -- Canonical resource id, or the commitment's.
  resource_key text not null,
  currency text not null,
  verdict text not null check (verdict in ('fail', 'undetermined')),
  reason text,
  provider text,
  account_id text,
  region text,
  service_name text,
  action_group text not null,
  cost_now_monthly numeric(38, 18),
  saving_gross_monthly numeric(38, 18),
  saving_realisable_monthly numeric(38, 18),
  saving_bound text,
  -- { window, days, meters, formula, assumptions }
  evidence jsonb not null,
  judged_at timestamptz not null default now(),
  primary key (organization_id, ledger_key, rule_id, resource_key, currency)
);

do $$
declare
  r text;
begin
  execute 'alter table vitrine.bill_opportunity enable row level security';
  execute 'alter table vitrine.bill_opportunity force row level security';
  execute 'create policy organization_floor on vitrine.bill_opportunity as restrictive for all to public
    using (organization_id = (select vitrine.current_organization())) with check (organization_id = (select vitrine.current_organization()))';
  foreach r in array array['api', 'worker'] loop
    execute format('create policy %I on vitrine.bill_opportunity for all to %I using (true) with check (true)', r, 'vitrine_' || r);
  end loop;
end
$$;
grant select, insert, delete on vitrine.bill_opportunity to vitrine_api, vitrine_worker;
