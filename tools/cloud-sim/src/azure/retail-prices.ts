import type { SimContext, SimRequest, SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, type JsonObject } from '../http/json-answer.js';
import { badRequest } from './arm/arm-error.js';
import { daysBefore, seededGuid, type AzureProduct } from './azure-resource.js';
import type { AzureWorld } from './azure-world.js';
import { readODataFilter } from './odata-filter.js';

const PAGE_SIZE = 100;

/** Our own price book, in USD: what one unit lists for. Made-up numbers of a plausible size, not Azure's. */
const UNIT_PRICES: Readonly<Record<string, { readonly price: number; readonly unit: string }>> = {
  Standard_D2s_v5: { price: 0.12, unit: '1 Hour' },
  Standard_D4s_v5: { price: 0.24, unit: '1 Hour' },
  Standard_E4s_v5: { price: 0.3, unit: '1 Hour' },
  Standard_IPv4: { price: 0.005, unit: '1 Hour' },
  Standard_LoadBalancer: { price: 0.025, unit: '1 Hour' },
  Standard_NatGateway: { price: 0.045, unit: '1 Hour' },
  Standard_P1v3: { price: 0.155, unit: '1 Hour' },
  Standard_Snapshots: { price: 0.05, unit: '1 GB/Month' },
  Premium_P4: { price: 5.8, unit: '1/Month' },
  Premium_P6: { price: 11.2, unit: '1/Month' },
  Premium_P10: { price: 21.7, unit: '1/Month' },
  Premium_P15: { price: 41.8, unit: '1/Month' },
  Premium_P20: { price: 80.6, unit: '1/Month' },
};

/** Answers `GET /api/retail/prices`: anonymous, 100 rows a page, only what the estate's regions and products sell. */
export function retailPrices(request: SimRequest, context: SimContext, world: AzureWorld): SimResponse {
  context.log.identify(request, { operation: 'retail-prices:list', access: 'read' });
  const parameters = request.url.searchParams;
  const matches = readODataFilter(parameters.get('$filter') ?? '');
  if (matches === null) return badRequest('Invalid OData parameters supplied');
  const currency = (parameters.get('currencyCode') ?? 'USD').replaceAll("'", '');
  const rows = priceRows(world, currency, context.behaviour.now()).filter((row) => matches(row));
  const skip = Number(parameters.get('$skip') ?? '0');
  if (!Number.isInteger(skip) || skip < 0) return badRequest('Invalid OData parameters supplied');
  const page = rows.slice(skip, skip + PAGE_SIZE);
  const next = new URL(request.url);
  next.searchParams.set('$skip', String(skip + PAGE_SIZE));
  return jsonAnswer(200, {
    BillingCurrency: currency,
    CustomerEntityId: 'Default',
    CustomerEntityType: 'Retail',
    Items: page,
    NextPageLink: skip + page.length < rows.length ? next.href : null,
    Count: page.length,
  });
}

function priceRows(world: AzureWorld, currency: string, now: Date): JsonObject[] {
  const sold = new Map<string, { product: AzureProduct; region: string }>();
  for (const { product, location } of world.resources) {
    if (product !== null) sold.set(`${product.armSkuName}|${location}`, { product, region: location });
  }
  return [...sold.values()].flatMap(({ product, region }) => {
    const known = UNIT_PRICES[product.armSkuName];
    if (known === undefined) return [];
    const row = priceRow(world, product, region, currency, known, now);
    // Spot rows share the SKU: a reader must drop them or it quotes a third of the price.
    return product.serviceName === 'Virtual Machines'
      ? [row, { ...row, skuName: `${product.skuName} Spot`, meterName: `${product.skuName} Spot`, retailPrice: known.price / 5, unitPrice: known.price / 5 }]
      : [row];
  });
}

function priceRow(
  world: AzureWorld,
  product: AzureProduct,
  region: string,
  currency: string,
  { price, unit }: { price: number; unit: string },
  now: Date,
): JsonObject {
  const key = `${product.armSkuName}|${region}`;
  return {
    currencyCode: currency,
    tierMinimumUnits: 0,
    retailPrice: price,
    unitPrice: price,
    armRegionName: region,
    location: region,
    effectiveStartDate: daysBefore(now, 400).toISOString(),
    meterId: seededGuid(world.seed, `meter:${key}`, 0),
    meterName: product.skuName,
    productId: `DZH318Z${seededGuid(world.seed, `product:${key}`, 0).slice(0, 5).toUpperCase()}`,
    skuId: `DZH318Z${seededGuid(world.seed, `sku:${key}`, 0).slice(0, 5).toUpperCase()}/0001`,
    productName: product.serviceName,
    skuName: product.skuName,
    serviceName: product.serviceName,
    serviceId: 'DZH313Z7MMC8',
    serviceFamily: 'Compute',
    unitOfMeasure: unit,
    type: 'Consumption',
    isPrimaryMeterRegion: true,
    armSkuName: product.armSkuName,
  };
}
