import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { BilledMeter, BilledThing } from '../bill-rules/bill-rule.js';
import { runRateDays } from '../bill-rules/run-rate.js';
import { ledgerKeySql } from './ledger-window.js';

const meterSchema = z.object({ meter: z.string() });

/** Things that one judging looks at; a ledger with more is judged by its costliest. */
const MOST_METERS = 50_000;

export const METER = 'coalesce(r.sku_meter, r.charge_description)';
/** Usage of one ledger ($2) between two days ($3, $4) since 1970. */
export const OF_LEDGER = `from vitrine.cost_row r join vitrine.cost_source s on s.organization_id = r.organization_id and s.id = r.source_id
  where r.organization_id = $1 and ${ledgerKeySql} = $2 and r.charge_category = 'Usage' and r.effective_cost is not null
    and r.charge_period_start < to_timestamp($4::bigint * 86400) and coalesce(r.charge_period_end, r.charge_period_start + interval '1 day') > to_timestamp($3::bigint * 86400)`;

const rowSchema = z.object({
  key: z.string(),
  provider: z.string().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  serviceName: z.string().nullable(),
  currency: z.string(),
  name: z.string(),
  unusedCommitment: z.boolean(),
  days: z.array(z.number()),
  cost: z.string(),
  committedCost: z.string(),
});

/**
 * What the ledger says of every thing that is billed by one of these meters, or that is a commitment in part unused. Postgres adds up; only
 * the rows of these meters are looked at twice.
 */
export async function billedThings(
  transaction: OrganizationTransaction,
  ledger: { readonly key: string; readonly start: number; readonly end: number },
  looksAt: (meter: string) => boolean,
): Promise<BilledThing[]> {
  const scope = [transaction.organizationId, ledger.key, ledger.start, ledger.end];
  const meters = await transaction.read(meterSchema, `select distinct ${METER} as meter ${OF_LEDGER} and ${METER} is not null`, scope);
  const wanted = meters.map(({ meter }) => meter).filter(looksAt);
  const rows = await transaction.read(
    rowSchema,
    `with charge as (
       select case when r.commitment_discount_status = 'Unused' then coalesce(r.commitment_discount_id, r.resource_id_canonical, '') else
           coalesce(r.resource_id_canonical, concat_ws('/', coalesce(r.sub_account_id, r.billing_account_id), r.region_id, r.service_name, ${METER})) end as key,
         r.provider, coalesce(r.sub_account_id, r.billing_account_id) as account, r.region_id, r.service_name, r.billing_currency, coalesce(${METER}, '') as meter,
         r.commitment_discount_status is not distinct from 'Unused' as unused, r.pricing_category is not distinct from 'Committed' as committed, r.effective_cost,
         greatest(1, round(extract(epoch from coalesce(r.charge_period_end, r.charge_period_start + interval '1 day') - r.charge_period_start) / 86400))::int as spread,
         floor(extract(epoch from r.charge_period_start) / 86400)::int as first
       ${OF_LEDGER} and (r.commitment_discount_status = 'Unused' or ${METER} = any($5)))
     select key, min(provider) as provider, min(account) as "accountId", min(region_id) as region, min(service_name) as "serviceName", billing_currency as currency, meter as name,
       unused as "unusedCommitment", array_agg(distinct d.day) as days,
       coalesce(sum(effective_cost / spread) filter (where d.day >= $4::int - $6::int), 0)::text as cost,
       coalesce(sum(effective_cost / spread) filter (where d.day >= $4::int - $6::int and committed), 0)::text as "committedCost"
     from charge cross join lateral generate_series(first, first + spread - 1) as d(day)
     where d.day >= $3::int and d.day < $4::int
     group by key, billing_currency, meter, unused order by sum(effective_cost) desc limit ${String(MOST_METERS)}`,
    [...scope, wanted, runRateDays],
  );
  return thingsOf(rows);
}

function thingsOf(rows: readonly z.infer<typeof rowSchema>[]): BilledThing[] {
  const things = Map.groupBy(rows, ({ key, currency, unusedCommitment }) => JSON.stringify([key, currency, unusedCommitment]));
  return [...things.values()].flatMap((meters) => {
    const [first] = meters;
    if (first === undefined) return [];
    const { key, provider, accountId, region, serviceName, currency } = first;
    return [{ key, provider, accountId, region, serviceName, currency, meters: meters.map(meterOf) }];
  });
}

function meterOf({ name, unusedCommitment, days, cost, committedCost }: z.infer<typeof rowSchema>): BilledMeter {
  return { name, unusedCommitment, days, cost, committedCost };
}

const placeSchema = z.object({ place: z.string() });

/** `account service` for which meters of bytes name no resource. */
export async function unattributedPlaces(
  transaction: OrganizationTransaction,
  ledger: { readonly key: string; readonly start: number; readonly end: number },
): Promise<ReadonlySet<string>> {
  const rows = await transaction.read(
    placeSchema,
    `select distinct concat(coalesce(r.sub_account_id, r.billing_account_id, ''), ' ', coalesce(r.service_name, '')) as place
     ${OF_LEDGER} and r.resource_id is null and ${METER} ~* 'bytes|data processed|data processing|lcuusage|capacity unit'`,
    [transaction.organizationId, ledger.key, ledger.start, ledger.end],
  );
  return new Set(rows.map(({ place }) => place));
}
