import { z } from 'zod';
import type { AwsCall, AwsOperation } from '../aws-operation.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { parseJson } from '../wire/parse-json.js';
import { priceList, type PricedProduct } from './price-list.js';

const requestSchema = z.looseObject({
  ServiceCode: z.string(),
  Filters: z
    .array(z.looseObject({ Type: z.enum(['TERM_MATCH', 'EQUALS', 'CONTAINS', 'ANY_OF', 'NONE_OF']), Field: z.string(), Value: z.string() }))
    .default([]),
  FormatVersion: z.string().default('aws_v1'),
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
});

/** Answers the products that the estate uses. Each is a JSON text inside the JSON answer, as at AWS. */
function getProducts(call: AwsCall): AwsAnswer {
  const request = parseJson(requestSchema, call.json, 'InvalidParameterException');
  const matching = priceList(call.world.estate).filter(
    (product) =>
      product.serviceCode === request.ServiceCode &&
      request.Filters.every(({ Type, Field, Value }) => {
        if (Type !== 'TERM_MATCH' && Type !== 'EQUALS')
          throw new AwsError('InvalidParameterException', `The simulator does not answer filters of type ${Type}`);
        return product.attributes[Field] === Value || (Field === 'productFamily' && product.productFamily === Value);
      }),
  );
  const page = pageOf('GetProducts', matching, request.NextToken, request.MaxResults, 'InvalidNextTokenException');
  return {
    kind: 'json',
    value: {
      FormatVersion: request.FormatVersion,
      PriceList: page.items.map((product) => JSON.stringify(productDocument(product))),
      ...(page.nextToken === null ? {} : { NextToken: page.nextToken }),
    },
  };
}

function productDocument(product: PricedProduct): object {
  const term = `${product.sku}.JRTCKXETXF`;
  return {
    product: { productFamily: product.productFamily, attributes: product.attributes, sku: product.sku },
    serviceCode: product.serviceCode,
    terms: {
      OnDemand: {
        [term]: {
          priceDimensions: {
            [`${term}.6YS6EN2CT7`]: {
              unit: product.unit,
              endRange: 'Inf',
              beginRange: '0',
              description: product.productFamily,
              appliesTo: [],
              rateCode: `${term}.6YS6EN2CT7`,
              pricePerUnit: { USD: product.usd },
            },
          },
          sku: product.sku,
          effectiveDate: '2026-11-01T00:00:00Z',
          offerTermCode: 'JRTCKXETXF',
          termAttributes: {},
        },
      },
    },
    version: '20261101000000',
    publicationDate: '2026-11-01T00:00:00Z',
  };
}

export const PRICING_OPERATIONS: readonly AwsOperation[] = [
  { service: 'pricing', name: 'GetProducts', permission: 'pricing:GetProducts', access: 'read', run: getProducts },
];
