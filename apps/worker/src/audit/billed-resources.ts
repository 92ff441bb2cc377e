import { ledgerKeySql } from '@vitrine/billing';
import { decimalText, exact } from '@vitrine/contracts';
import type { BilledResource, BillRow } from '@vitrine/pricing';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

export type BillsByResource = ReadonlyMap<string, BilledResource>;

const dayMs = 86_400_000;
/** The run rate looks at no more than so many complete days. */
const lookBackDays = 30;

const categories = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] as const;
const pricings = ['Standard', 'Committed', 'Dynamic', 'Other'] as const;
const rowSchema = z.object({
  canonicalId: z.string(),
  ledger: z.string(),
  own: z.boolean(),
  loadedAt: z.date(),
  start: z.date(),
  end: z.date(),
  // A category that FOCUS does not know is no usage: it must not raise a saving.
  chargeCategory: z.enum(categories).catch('Adjustment'),
  pricingCategory: z.enum(pricings).nullable().catch(null),
  effectiveCost: z.string(),
  currency: z.string(),
  meter: z.string().nullable(),
});
type CostRow = z.infer<typeof rowSchema>;

/**
 * Bill rows of these resources over the last ≤ 30 complete days. One resource may stand in an uploaded file and in the native bill:
 * only one ledger counts (the files of one export are one), the connection's own before others, then the newest, since adding them would
 * double the money.
 */
export async function billedResources(
  transaction: OrganizationTransaction,
  connectionId: string,
  canonicalIds: readonly string[],
  at: Date,
): Promise<BillsByResource> {
  if (canonicalIds.length === 0) return new Map();
  const today = new Date(Math.floor(at.getTime() / dayMs) * dayMs);
  const rows = await transaction.read(
    rowSchema,
    `select r.resource_id_canonical as "canonicalId", ${ledgerKeySql} as ledger, coalesce(s.connection_id = $3, false) as own, s.loaded_at as "loadedAt",
       r.charge_period_start as start, coalesce(r.charge_period_end, r.charge_period_start + interval '1 day') as end, r.charge_category as "chargeCategory",
       r.pricing_category as "pricingCategory", r.effective_cost::text as "effectiveCost", r.billing_currency as currency, coalesce(r.sku_meter, r.charge_description) as meter
     from vitrine.cost_row r join vitrine.cost_source s on s.organization_id = r.organization_id and s.id = r.source_id
     where r.organization_id = $1 and r.resource_id_canonical = any($2) and r.charge_period_start < $5 and coalesce(r.charge_period_end, r.charge_period_start + interval '1 day') > $4
       and r.effective_cost is not null and r.billing_currency is not null`,
    [transaction.organizationId, [...new Set(canonicalIds)], connectionId, new Date(today.getTime() - lookBackDays * dayMs), today],
  );
  const byResource = Map.groupBy(rows, (row) => row.canonicalId);
  return new Map([...byResource].map(([canonicalId, all]) => [canonicalId, { canonicalId, rows: preferredSource(all).flatMap((row) => days(row, today)) }]));
}

function preferredSource(rows: readonly CostRow[]): CostRow[] {
  const [best] = [...rows].sort((a, b) => Number(b.own) - Number(a.own) || b.loadedAt.getTime() - a.loadedAt.getTime() || (a.ledger < b.ledger ? -1 : 1));
  return rows.filter((row) => row.ledger === best?.ledger);
}

/** A charge of several days is spread evenly over them; only complete days inside the look-back count. */
function days(row: CostRow, today: Date): BillRow[] {
  const first = Math.floor(row.start.getTime() / dayMs);
  const count = Math.max(1, Math.round((row.end.getTime() - row.start.getTime()) / dayMs));
  const cost = count === 1 ? row.effectiveCost : decimalText(exact(row.effectiveCost).dividedBy(count));
  const limit = today.getTime() / dayMs;
  return Array.from({ length: count }, (_, offset) => first + offset)
    .filter((day) => day < limit && day >= limit - lookBackDays)
    .map((day) => ({
      day: new Date(day * dayMs).toISOString().slice(0, 10),
      chargeCategory: row.chargeCategory,
      pricingCategory: row.pricingCategory,
      effectiveCost: cost,
      currency: row.currency,
      meter: row.meter,
    }));
}
