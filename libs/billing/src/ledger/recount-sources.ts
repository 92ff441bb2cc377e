import type { OrganizationTransaction } from '@vitrine/tenancy';

/** Says anew what the sources hold: rows, the days that they tell of, and sums by currency, made by Postgres and exact to the last digit. */
export async function recountSources(transaction: OrganizationTransaction, ids: readonly string[]): Promise<void> {
  await transaction.query(
    `update vitrine.cost_source s set rows = coalesce(r.n, 0), charges_from = r.first, charges_to = r.last, totals = coalesce(r.totals, '[]')
     from unnest($2::uuid[]) as asked (id)
       cross join lateral (select sum(t.n)::int as n, min(t.first) as first, max(t.last) as last,
         jsonb_agg(jsonb_build_object('currency', t.currency, 'billedCost', t.billed::text, 'effectiveCost', t.effective::text) order by t.currency) as totals
       from (select billing_currency as currency, count(*) as n, min(charge_period_start) as first, max(charge_period_end) as last, sum(billed_cost) as billed, sum(effective_cost) as effective
         from vitrine.cost_row where organization_id = $1 and source_id = asked.id group by billing_currency) t) r
     where s.organization_id = $1 and s.id = asked.id`,
    [transaction.organizationId, ids],
  );
}
