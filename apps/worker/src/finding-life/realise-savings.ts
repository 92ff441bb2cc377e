import type { ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { realisationOf } from './realisation.js';

/** At most so many are looked up in one finalize; the rest waits for the next. */
const mostAtOnce = 500;

const aroundSchema = z.object({
  id: z.string(),
  counted: z.string().nullable(),
  own: z.boolean(),
  coveredDays: z.number().int(),
  before: z.array(z.string()),
  after: z.array(z.string()),
});

/**
 * Daily charges of each resolved finding's resource, per part of the bill (the connection's own, or the uploads): up to 30 days before the
 * resolution, up to 30 after. A part tells of the days after only where it has charges of the same account then: a bill of another account
 * that goes further says nothing about this one, and silence must not read as a saving.
 */
const aroundSql = `
with resolved as (
  select f.id, f.canonical_id, f.currency, f.counted_monthly, date_trunc('day', f.resolved_at, 'UTC') as day from vitrine.finding f
  where f.organization_id = $1 and f.connection_id = $2 and f.status = 'resolved' and f.verdict = 'fail' and f.counted_monthly > 0
    and f.resolved_at between now() - interval '180 days' and now() - interval '7 days'
  order by f.resolved_at limit $3
), charge as (
  select v.id, coalesce(s.connection_id = $2, false) as own, r.sub_account_id, date_trunc('day', r.charge_period_start, 'UTC') as day, sum(r.effective_cost) as cost
  from resolved v join vitrine.cost_row r on r.organization_id = $1 and r.resource_id_canonical = v.canonical_id
  join vitrine.cost_source s on s.organization_id = r.organization_id and s.id = r.source_id
  where r.charge_category = 'Usage' and r.effective_cost is not null and r.billing_currency = v.currency
    and r.charge_period_end <= r.charge_period_start + interval '25 hours'
    and r.charge_period_start >= v.day - interval '30 days' and r.charge_period_start < v.day + interval '31 days'
  group by 1, 2, 3, 4
), part as (
  select v.id, v.counted_monthly, v.day, c.own, c.sub_account_id,
    coalesce(array_agg(c.cost::text) filter (where c.day < v.day), '{}') as before,
    coalesce(array_agg(c.cost::text) filter (where c.day > v.day), '{}') as after,
    max(c.day) as last_own
  from resolved v join charge c on c.id = v.id group by 1, 2, 3, 4, 5
)
select p.id, p.counted_monthly::text as counted, p.own, p.before, p.after,
  greatest(0, least(30, coalesce((
    select floor(extract(epoch from max(date_trunc('day', r.charge_period_start, 'UTC')) - p.day) / 86400) from vitrine.cost_source s
    join vitrine.cost_row r on r.organization_id = s.organization_id and r.source_id = s.id
    where s.organization_id = $1 and coalesce(s.connection_id = $2, false) = p.own and r.sub_account_id is not distinct from p.sub_account_id
      and r.charge_period_start > p.day and r.charge_period_start < p.day + interval '31 days'), 0)))::int as "coveredDays"
from part p`;

/** Marks resolved findings whose saving now shows on the bill; everything else waits, and nothing is guessed. @returns how many */
export async function realiseSavings(transaction: OrganizationTransaction, connectionId: ConnectionId): Promise<number> {
  const { organizationId } = transaction;
  const { rows: waiting } = await transaction.query(
    `select 1 from vitrine.finding where organization_id = $1 and connection_id = $2 and status = 'resolved' and counted_monthly > 0 and resolved_at < now() - interval '7 days' limit 1`,
    [organizationId, connectionId],
  );
  if (waiting.length === 0) return 0;
  const parts = await transaction.read(aroundSchema, aroundSql, [organizationId, connectionId, mostAtOnce]);
  // The connection's own bill before uploads: the two would tell the same charge twice.
  const best = new Map<string, z.infer<typeof aroundSchema>>();
  for (const part of parts) {
    const known = best.get(part.id);
    if (known === undefined || (part.own && !known.own) || (part.own === known.own && part.before.length > known.before.length)) best.set(part.id, part);
  }
  const realised = [...best.values()].flatMap((part) => {
    const found = realisationOf(part.counted, part);
    return found.outcome === 'realised' ? [{ id: part.id, ...found, coveredDays: part.coveredDays }] : [];
  });
  if (realised.length === 0) return 0;
  const { rowCount } = await transaction.query(
    `update vitrine.finding f set status = 'realised', status_by = 'audit', status_reason = 'bill-fell', realised_monthly = r.monthly, realised_at = now(), realised_days = r.days, version = f.version + 1
     from unnest($2::uuid[], $3::numeric[], $4::jsonb[]) as r (id, monthly, days)
     where f.organization_id = $1 and f.id = r.id and f.status = 'resolved'`,
    [
      organizationId,
      realised.map(({ id }) => id),
      realised.map(({ monthly }) => monthly),
      realised.map(({ dailyBefore, dailyAfter, coveredDays }) => JSON.stringify({ dailyBefore, dailyAfter, coveredDays })),
    ],
  );
  return rowCount;
}
