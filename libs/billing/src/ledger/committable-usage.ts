import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { NamedUsage } from '../bill-rules/commitment-rules.js';
import { commitmentDays, reachedShare, type CommittableUsage } from '../bill-rules/judge-commitment.js';
import { METER, OF_LEDGER } from './billed-things.js';

const namedSchema = z.object({ provider: z.string(), service: z.string(), meter: z.string() });
const rowSchema = z.object({
  provider: z.string().nullable(),
  accountId: z.string(),
  currency: z.string(),
  hourly: z.boolean(),
  moments: z.number().int(),
  level: z.string(),
  taken: z.string(),
  onDemand: z.string(),
  committed: z.string(),
  unsaid: z.string(),
  waste: z.string(),
  wasteResources: z.number().int(),
  committedList: z.string().nullable(),
  meters: z.array(z.string()),
});

const NAMED = `coalesce(r.provider, '') as provider, coalesce(r.service_name, '') as service, ${METER} as meter`;
/** Findings by which a resource's usage is expected to end or shrink; what its owner waived stays. */
const WASTE = `select f.canonical_id from vitrine.finding f where f.organization_id = $1 and f.family = 'cost' and f.verdict = 'fail'
  and f.status in ('open', 'acknowledged', 'planned', 'relapsed') and f.action_group in ('terminate', 'resize', 'modernise', 'config')`;

interface LedgerDays {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}
const scopeOf = ({ organizationId }: OrganizationTransaction, { key, start, end }: LedgerDays) => [
  organizationId,
  key,
  Math.max(start, end - commitmentDays),
  end,
];

/** All usage of a ledger's last days as its bill names it: read once for all rules. */
export async function namedUsage(transaction: OrganizationTransaction, ledger: LedgerDays): Promise<NamedUsage[]> {
  return await transaction.read(namedSchema, `select distinct ${NAMED} ${OF_LEDGER} and ${METER} is not null`, scopeOf(transaction, ledger));
}

/**
 * What a ledger's last days hold of the usage that a rule covers, one row an account and currency. Postgres adds up and finds the level.
 * @param covered of `namedUsage`, what the rule covers
 * @param waste further canonical ids whose usage is left out: what the bill itself shows to be waste
 */
export async function committableUsage(
  transaction: OrganizationTransaction,
  ledger: LedgerDays,
  covered: readonly NamedUsage[],
  waste: readonly string[],
): Promise<CommittableUsage[]> {
  if (covered.length === 0) return [];
  const wanted = covered.map(({ provider, service, meter }) => JSON.stringify([provider, service, meter]));
  return await transaction.read(
    rowSchema,
    `with wanted as (select w ->> 0 as provider, w ->> 1 as service, w ->> 2 as meter from unnest($5::jsonb[]) as w),
     charge as (
       select ${NAMED}, coalesce(r.sub_account_id, r.billing_account_id, '') as account, r.billing_currency as currency, r.pricing_category as pricing,
         r.resource_id_canonical as resource, r.effective_cost as cost, r.list_cost as list, extract(epoch from r.charge_period_start) as begins,
         extract(epoch from coalesce(r.charge_period_end, r.charge_period_start + interval '1 day') - r.charge_period_start) as seconds
       ${OF_LEDGER} and r.commitment_discount_status is distinct from 'Unused' and ${METER} is not null),
     graded as (
       select c.*, bool_and(seconds <= 3600) over (partition by account, currency) as hourly,
         coalesce(resource in (${WASTE}), false) or coalesce(resource = any($6::text[]), false) as waste
       from charge c join wanted using (provider, service, meter)),
     pieced as (select *, case when hourly then 1 else greatest(1, round(seconds / 86400)) end::int as pieces from graded),
     spread as (
       select provider, account, currency, hourly, meter, pricing, resource, waste, cost / pieces as cost, list / pieces as list,
         (floor(begins / case when hourly then 3600 else 86400 end) + d.i)::bigint as moment
       from pieced cross join lateral generate_series(0, pieces - 1) as d(i)),
     inside as (
       select * from spread where moment >= $3::bigint * case when hourly then 24 else 1 end and moment < $4::bigint * case when hourly then 24 else 1 end),
     moments as (
       select account, currency, coalesce(sum(cost) filter (where pricing = 'Standard' and not waste), 0) as cost from inside group by account, currency, moment),
     total as (
       select account, currency, min(nullif(provider, '')) as provider, bool_and(hourly) as hourly,
         (($4::bigint - $3::bigint) * case when bool_and(hourly) then 24 else 1 end)::int as moments,
         coalesce(sum(cost) filter (where pricing = 'Standard'), 0) as on_demand, coalesce(sum(cost) filter (where pricing = 'Committed'), 0) as committed,
         coalesce(sum(cost) filter (where pricing is null), 0) as unsaid, coalesce(sum(cost) filter (where pricing = 'Standard' and waste), 0) as waste,
         count(distinct resource) filter (where pricing = 'Standard' and waste)::int as waste_resources,
         case when bool_and(list is not null) filter (where pricing = 'Committed') then sum(list) filter (where pricing = 'Committed') end as committed_list,
         array_agg(distinct meter) as meters
       from inside group by account, currency),
     -- Moments without usage have no row and count as nothing: the level is the cost at its place among all, the dearest first.
     ranked as (select m.*, row_number() over (partition by account, currency order by cost desc) as place from moments m),
     level as (
       select t.account, t.currency, greatest(0, coalesce(max(r.cost) filter (where r.place = ceil($7::numeric * t.moments)), 0)) as level
       from total t join ranked r using (account, currency) group by t.account, t.currency)
     select t.provider, t.account as "accountId", t.currency, t.hourly, t.moments, l.level::text,
       (select coalesce(sum(least(m.cost, l.level)), 0)::text from moments m where m.account = t.account and m.currency = t.currency) as taken,
       t.on_demand::text as "onDemand", t.committed::text, t.unsaid::text, t.waste::text, t.waste_resources as "wasteResources",
       t.committed_list::text as "committedList", t.meters
     from total t join level l using (account, currency) order by t.on_demand desc, t.account, t.currency limit 5000`,
    [...scopeOf(transaction, ledger), wanted, waste, reachedShare],
  );
}
