import { decimalText, exact } from '@vitrine/contracts';
import { z } from 'zod';
import type { PriceCandidate, PriceReader } from './price-reader.js';

const dimension = z.object({ unit: z.string(), beginRange: z.string().optional(), pricePerUnit: z.record(z.string(), z.string()) });
const productSchema = z.object({
  product: z.object({ sku: z.string() }),
  terms: z
    .object({
      OnDemand: z.record(z.string(), z.object({ effectiveDate: z.string().optional(), priceDimensions: z.record(z.string(), dimension) })).default({}),
    })
    .default({ OnDemand: {} }),
});
const answerSchema = z.object({ NextToken: z.string().optional(), PriceList: z.array(z.union([z.string(), z.looseObject({})])).default([]) });

/** AWS's Price List: every attribute is a filter, so that exactly one product should remain. */
export const awsProductsPriceReader: PriceReader = {
  id: 'aws.pricing.products',
  cloud: 'aws',
  operations: ['pricing:GetProducts'],
  request: ({ service, region, attributes }, pageToken) => ({
    operation: 'pricing:GetProducts',
    body: {
      ServiceCode: service,
      FormatVersion: 'aws_v1',
      MaxResults: 100,
      Filters: Object.entries({ regionCode: region, ...attributes }).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
      ...(pageToken === null ? {} : { NextToken: pageToken }),
    },
  }),
  page(body, { unit }) {
    const { PriceList, NextToken } = answerSchema.parse(body);
    const candidates = PriceList.flatMap((text) => candidatesOf(productSchema.parse(typeof text === 'string' ? JSON.parse(text) : text), unit));
    return { candidates, next: NextToken === undefined || NextToken === '' ? null : NextToken };
  },
};

/** On-demand prices of the asked unit, first tier. A price of zero is a free tier or a placeholder, not a price. */
function candidatesOf({ product, terms }: z.infer<typeof productSchema>, unit: string): PriceCandidate[] {
  return Object.values(terms.OnDemand).flatMap(({ effectiveDate, priceDimensions }) =>
    Object.values(priceDimensions).flatMap((priced) => {
      const [price] = Object.entries(priced.pricePerUnit);
      if (priced.unit !== unit || (priced.beginRange ?? '0') !== '0' || price === undefined || exact(price[1]).isZero()) return [];
      return [{ unitPrice: decimalText(exact(price[1])), currency: price[0], unit: priced.unit, sku: product.sku, effectiveDate: effectiveDate ?? null }];
    }),
  );
}
