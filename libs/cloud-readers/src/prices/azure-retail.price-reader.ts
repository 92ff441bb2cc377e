import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import type { PriceCandidate, PriceQuestion, PriceReader } from './price-reader.js';

const rowSchema = z.object({
  currencyCode: z.string(),
  retailPrice: z.number(),
  tierMinimumUnits: z.number().default(0),
  effectiveStartDate: z.string(),
  meterName: z.string().default(''),
  skuName: z.string().default(''),
  skuId: z.string(),
  productName: z.string().default(''),
  unitOfMeasure: z.string(),
  type: z.string().default('Consumption'),
});
type Row = z.infer<typeof rowSchema>;
const answerSchema = z.object({ Items: z.array(rowSchema), NextPageLink: z.string().nullish() });

const rowsPerPage = 100;
/** Not filtered by the list but chosen among its rows: a row calls its price type `type`. */
const chosenHere = new Set(['operatingSystem', 'priceType']);

/** Azure's public retail prices, in USD, which is the list's own currency. Pages by `$skip`: the next link was once empty. */
export const azureRetailPriceReader: PriceReader = {
  id: 'azure.prices.retail',
  cloud: 'azure',
  operations: ['prices.azure.com/retail/prices'],
  request: (question, pageToken) => ({
    operation: 'prices.azure.com/retail/prices',
    query: { $filter: filterOf(question), currencyCode: "'USD'", ...(pageToken === null ? {} : { $skip: pageToken }) },
  }),
  page(body, question, pageToken) {
    const { Items, NextPageLink } = answerSchema.parse(body);
    const skip = Number(pageToken ?? '0');
    const more = Items.length === rowsPerPage || (NextPageLink !== undefined && NextPageLink !== null && NextPageLink !== '');
    return {
      candidates: current(Items.filter((row) => fits(row, question))).map(candidateOf),
      next: more && Items.length > 0 ? String(skip + Items.length) : null,
    };
  },
};

function filterOf({ service, region, attributes }: PriceQuestion): string {
  const equal = { serviceName: service, armRegionName: region, ...Object.fromEntries(Object.entries(attributes).filter(([name]) => !chosenHere.has(name))) };
  // A quote in a value would end the literal; doubling it is OData's way to keep it.
  return Object.entries(equal)
    .map(([name, value]) => `${name} eq '${value.replaceAll("'", "''")}'`)
    .join(' and ');
}

/** Spot and Low Priority share the SKU at a fraction of the price; Windows and Linux are products that only the name tells apart. */
function fits(row: Row, { attributes, unit }: PriceQuestion): boolean {
  const cheap = /\b(?:Spot|Low Priority)$/;
  if (row.type !== 'Consumption' || row.unitOfMeasure !== unit || row.tierMinimumUnits !== 0) return false;
  if (cheap.test(row.skuName) || cheap.test(row.meterName)) return false;
  const system = attributes['operatingSystem'];
  return system === undefined || row.productName.includes('Windows') === (system === 'Windows');
}

/** Of one SKU's rows the one in force: the latest that began. */
function current(rows: readonly Row[]): Row[] {
  const bySku = new Map<string, Row>();
  for (const row of rows) {
    const known = bySku.get(row.skuId);
    if (known === undefined || known.effectiveStartDate < row.effectiveStartDate) bySku.set(row.skuId, row);
  }
  return [...bySku.values()];
}

function candidateOf(row: Row): PriceCandidate {
  return {
    unitPrice: decimalText(exact(row.retailPrice)),
    currency: row.currencyCode,
    unit: row.unitOfMeasure,
    sku: row.skuId,
    effectiveDate: row.effectiveStartDate,
  };
}
