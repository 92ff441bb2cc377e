import type { SimContext, SimRequest, SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, type JsonObject } from '../http/json-answer.js';
import { badRequest } from './arm/arm-error.js';
import type { AzureProduct } from './azure-products.js';
import { daysBefore, seededGuid } from './azure-resource.js';
import type { AzureWorld } from './azure-world.js';
import { readODataFilter } from './odata-filter.js';

const PAGE_SIZE = 100;

/** Answers `GET /api/retail/prices`: anonymous, 100 rows a page, only what the estate's regions and products sell. */
export function retailPrices(request: SimRequest, context: SimContext, world: AzureWorld): SimResponse {
  context.log.identify(request, { operation: 'retail-prices:list', access: 'read' });
  const parameters = request.url.searchParams;
  const matches = readODataFilter(parameters.get('$filter') ?? '');
  if (matches === null) return badRequest('Invalid OData parameters supplied');
  const currency = (parameters.get('currencyCode') ?? 'USD').replaceAll("'", '');
  const rows = priceRows(world, currency, context.behaviour.now()).filter((row) => matches({ ...row, priceType: row['type'] ?? null })); // the filter's name of a member that rows call `type`
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
  for (const { product, alternatives = [], location } of world.resources) {
    for (const each of product === null ? alternatives : [product, ...alternatives])
      sold.set(`${each.meterName}|${location}`, { product: each, region: location });
  }
  return [...sold.values()].flatMap(({ product, region }) => {
    const row = priceRow(world, product, region, currency, now);
    if (product.serviceName !== 'Virtual Machines') return [row];
    // Spot rows and the Windows product share the SKU: a reader must tell them apart or it quotes another machine's price.
    const spot = {
      skuName: `${product.skuName} Spot`,
      meterName: `${product.skuName} Spot`,
      retailPrice: product.listPrice / 5,
      unitPrice: product.listPrice / 5,
    };
    const windows = { productName: `${product.productName} Windows`, retailPrice: product.listPrice * 1.6, unitPrice: product.listPrice * 1.6 };
    return [row, { ...row, ...spot }, { ...row, ...windows }];
  });
}

function priceRow(world: AzureWorld, product: AzureProduct, region: string, currency: string, now: Date): JsonObject {
  const { listPrice, ...names } = product;
  const key = `${product.meterName}|${region}`;
  return {
    currencyCode: currency,
    tierMinimumUnits: 0,
    retailPrice: listPrice,
    unitPrice: listPrice,
    armRegionName: region,
    location: region,
    effectiveStartDate: daysBefore(now, 400).toISOString(),
    meterId: seededGuid(world.seed, `meter:${key}`, 0),
    productId: `DZH318Z${seededGuid(world.seed, `product:${key}`, 0).slice(0, 5).toUpperCase()}`,
    skuId: `DZH318Z${seededGuid(world.seed, `sku:${key}`, 0).slice(0, 5).toUpperCase()}/0001`,
    serviceId: 'DZH313Z7MMC8',
    serviceFamily: product.serviceName === 'Virtual Machines' ? 'Compute' : product.serviceName,
    type: 'Consumption',
    isPrimaryMeterRegion: true,
    ...names,
  };
}
