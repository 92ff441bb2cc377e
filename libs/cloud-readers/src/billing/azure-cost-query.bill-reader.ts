import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import { chargePeriod, type BillReader, type BillRow } from './bill-reader.js';

const cell = z.union([z.string(), z.number(), z.null()]);
const answerSchema = z.object({
  properties: z.object({ nextLink: z.string().nullish(), columns: z.array(z.object({ name: z.string() })), rows: z.array(z.array(cell)) }),
});

const rowSchema = z.object({
  Cost: z.number(),
  UsageDate: z
    .number()
    .int()
    .transform((day) => String(day).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')),
  ResourceId: z.string(),
  PricingModel: z.string(),
  Currency: z.string().regex(/^[A-Z]{3}$/),
});

/** FOCUS words for Cost Management's. Reservation and savings-plan usage is billed 0: its purchase is another charge. */
const pricing: Readonly<Record<string, { readonly category: BillRow['pricing_category']; readonly billedApart: boolean }>> = {
  OnDemand: { category: 'Standard', billedApart: false },
  Spot: { category: 'Dynamic', billedApart: false },
  Reservation: { category: 'Committed', billedApart: true },
  SavingsPlan: { category: 'Committed', billedApart: true },
};

/** Amortised daily cost per resource of one subscription, usage only. One call is about one query unit per month asked. */
export const azureCostQueryBillReader: BillReader = {
  id: 'azure.cost-management.query',
  cloud: 'azure',
  operations: ['Microsoft.CostManagement/query/action'],
  longestDays: 31,
  request: ({ scope, from, to, pageToken }) => ({
    operation: 'Microsoft.CostManagement/query/action',
    path: { scope: `subscriptions/${scope.accountId}` },
    body: {
      type: 'AmortizedCost',
      timeframe: 'Custom',
      timePeriod: { from: `${from}T00:00:00Z`, to: lastSecondBefore(to) },
      dataset: {
        granularity: 'Daily',
        aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
        grouping: [
          { type: 'Dimension', name: 'ResourceId' },
          { type: 'Dimension', name: 'PricingModel' },
        ],
        filter: { dimensions: { name: 'ChargeType', operator: 'In', values: ['Usage'] } },
      },
    },
    ...(pageToken === null ? {} : { continuation: pageToken }),
  }),
  page(answer, { scope }) {
    const { columns, rows, nextLink } = answerSchema.parse(answer).properties;
    const parsed = rows.map((cells) => rowSchema.parse(Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? null]))));
    return { rows: parsed.map((row) => billRow(row, scope.accountId)), next: nextLink === undefined || nextLink === null || nextLink === '' ? null : nextLink };
  },
  resume: (pageToken) => pageToken,
};

function billRow(row: z.infer<typeof rowSchema>, subscriptionId: string): BillRow {
  const effective = decimalText(exact(row.Cost));
  const how = pricing[row.PricingModel];
  return {
    provider: 'Microsoft',
    billing_account_id: null,
    sub_account_id: subscriptionId,
    ...chargePeriod(row.UsageDate),
    charge_category: 'Usage',
    pricing_category: how?.category ?? null,
    billed_cost: how === undefined ? null : how.billedApart ? '0' : effective,
    effective_cost: effective,
    list_cost: null,
    billing_currency: row.Currency,
    resource_id: row.ResourceId === '' ? null : row.ResourceId,
    resource_id_canonical: row.ResourceId === '' ? null : row.ResourceId.toLowerCase(),
    service_name: null,
    sku_meter: null,
    region_id: null,
  };
}

/** Cost Management's period includes its end. */
function lastSecondBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 1000).toISOString().replace('.000Z', 'Z');
}
