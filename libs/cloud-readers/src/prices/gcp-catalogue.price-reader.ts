import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import type { PriceCandidate, PriceQuestion, PriceReader } from './price-reader.js';

const rate = z.object({
  startUsageAmount: z.number().default(0),
  unitPrice: z.object({
    currencyCode: z.string(),
    units: z.union([z.string().regex(/^-?\d+$/), z.number().int()]).default('0'),
    nanos: z.number().int().default(0),
  }),
});
const skuSchema = z.object({
  skuId: z.string(),
  description: z.string(),
  category: z.object({ resourceGroup: z.string().default(''), usageType: z.string().default('') }),
  serviceRegions: z.array(z.string()).default([]),
  pricingInfo: z
    .array(z.object({ effectiveTime: z.string().optional(), pricingExpression: z.object({ usageUnit: z.string(), tieredRates: z.array(rate) }) }))
    .default([]),
});
const answerSchema = z.object({ nextPageToken: z.string().optional(), skus: z.array(skuSchema).default([]) });

/** Google's catalogue has no filters: its pages are walked and matched by family text, region and usage type. */
export const gcpCataloguePriceReader: PriceReader = {
  id: 'gcp.cloudbilling.skus',
  cloud: 'gcp',
  operations: ['cloudbilling.services.skus.list'],
  request: ({ service }, pageToken) => ({
    operation: 'cloudbilling.services.skus.list',
    path: { service },
    query: { pageSize: '5000', currencyCode: 'USD', ...(pageToken === null ? {} : { pageToken }) },
  }),
  page(body, question) {
    const { skus, nextPageToken } = answerSchema.parse(body);
    return {
      candidates: skus.filter((sku) => fits(sku, question)).flatMap((sku) => candidatesOf(sku, question.unit)),
      next: nextPageToken === undefined || nextPageToken === '' ? null : nextPageToken,
    };
  },
};

type Sku = z.infer<typeof skuSchema>;

/** `description` is the start of the SKU's text, which ends in the region's name; groups are written in several cases. */
function fits(sku: Sku, { region, attributes }: PriceQuestion): boolean {
  const { description, resourceGroup, usageType } = attributes;
  if (!sku.serviceRegions.includes(region)) return false;
  if (description !== undefined && !startsWithWords(sku.description, description)) return false;
  if (resourceGroup !== undefined && sku.category.resourceGroup.toLowerCase() !== resourceGroup.toLowerCase()) return false;
  return usageType === undefined || sku.category.usageType === usageType;
}

function startsWithWords(text: string, start: string): boolean {
  return text === start || text.startsWith(`${start} `);
}

/** The first paid step of the latest price: `units + nanos ÷ 10⁹`. A free first step (a monthly allowance) is not the price. */
function candidatesOf(sku: Sku, unit: string): PriceCandidate[] {
  const latest = sku.pricingInfo.at(-1);
  if (latest === undefined || latest.pricingExpression.usageUnit !== unit) return [];
  const prices = latest.pricingExpression.tieredRates.map(({ unitPrice }) => ({
    currency: unitPrice.currencyCode,
    price: exact(unitPrice.units).plus(exact(unitPrice.nanos).dividedBy(1_000_000_000)),
  }));
  const paid = prices.find(({ price }) => !price.isZero());
  return paid === undefined
    ? []
    : [{ unitPrice: decimalText(paid.price), currency: paid.currency, unit, sku: sku.skuId, effectiveDate: latest.effectiveTime ?? null }];
}
