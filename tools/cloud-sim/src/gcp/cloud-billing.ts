import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, pageOffset, pageToken, type JsonObject } from '../http/json-answer.js';
import { identify, projectOf, throttled, type GcpCall } from './gcp-call.js';
import { regionOf } from './gcp-resource.js';
import { COMPUTE_SERVICE_ID, gcpSkus, type GcpCatalogSku } from './gcp-skus.js';
import { googleError } from './google-error.js';

const LARGEST_PAGE = 5000;
const CALLS_PER_MINUTE = 300;
const SERVICES: readonly JsonObject[] = [
  { name: `services/${COMPUTE_SERVICE_ID}`, serviceId: COMPUTE_SERVICE_ID, displayName: 'Compute Engine', businessEntityName: 'businessEntities/GCP' },
  { name: 'services/24E6-581D-38E5', serviceId: '24E6-581D-38E5', displayName: 'BigQuery', businessEntityName: 'businessEntities/GCP' },
];

/** Answers the public price catalogue, and which billing account a project is on; null for another path. */
export function cloudBilling(call: GcpCall): SimResponse | null {
  if (call.request.method !== 'GET') return null;
  const serviceId = /^\/v1\/services\/([^/]+)\/skus$/.exec(call.path)?.[1];
  const projectId = /^\/v1\/projects\/([^/]+)\/billingInfo$/.exec(call.path)?.[1];
  if (call.path === '/v1/services') return catalogue(call, 'cloudbilling.services.list', 'services', SERVICES);
  if (projectId !== undefined) return billingInfo(call, projectId);
  if (serviceId === undefined) return null;
  if (!SERVICES.some((service) => service['serviceId'] === serviceId)) return googleError('NOT_FOUND', 'Requested entity was not found.');
  return catalogue(call, 'cloudbilling.services.skus.list', 'skus', serviceId === COMPUTE_SERVICE_ID ? skusOf(call) : []);
}

/** The catalogue is public: it asks for a caller, not for a permission. */
function catalogue(call: GcpCall, operation: string, member: string, items: readonly JsonObject[]): SimResponse {
  identify(call, operation, 'read');
  const exhausted = throttled(call, 'cloudbilling.googleapis.com', 'All requests', CALLS_PER_MINUTE, call.caller.principal);
  if (exhausted !== null) return exhausted;
  const parameters = call.request.url.searchParams;
  const size = Math.min(Number(parameters.get('pageSize') ?? LARGEST_PAGE) || LARGEST_PAGE, LARGEST_PAGE);
  const offset = pageOffset(parameters.get('pageToken') || pageToken(0));
  if (offset === null) return googleError('INVALID_ARGUMENT', 'Request contains an invalid argument.');
  return jsonAnswer(200, { [member]: items.slice(offset, offset + size), nextPageToken: offset + size < items.length ? pageToken(offset + size) : '' });
}

function skusOf({ world, context, request }: GcpCall): JsonObject[] {
  const regions = [...new Set(world.estate.projects.flatMap((project) => project.resources.map((group) => regionOf(group.zone))))].toSorted();
  const currency = request.url.searchParams.get('currencyCode') || 'USD';
  return regions.flatMap((region) => Object.values(gcpSkus).map((sku) => skuBody(sku, region, currency, context.behaviour.now())));
}

function skuBody(sku: GcpCatalogSku, region: string, currency: string, now: Date): JsonObject {
  const skuId = `${sku.id}-${region}`;
  return {
    name: `services/${COMPUTE_SERVICE_ID}/skus/${skuId}`,
    skuId,
    description: `${sku.description} in ${region}`,
    category: { serviceDisplayName: 'Compute Engine', resourceFamily: sku.resourceFamily, resourceGroup: sku.resourceGroup, usageType: 'OnDemand' },
    serviceRegions: [region],
    pricingInfo: [
      {
        summary: '',
        pricingExpression: {
          usageUnit: sku.usageUnit,
          displayQuantity: 1,
          tieredRates: [{ startUsageAmount: 0, unitPrice: { currencyCode: currency, units: '0', nanos: sku.nanos } }],
          usageUnitDescription: sku.usageUnit === 'h' ? 'hour' : sku.usageUnit === 'GiBy.h' ? 'gibibyte hour' : 'gibibyte month',
          baseUnit: sku.usageUnit === 'h' ? 's' : 'By.s',
          baseUnitDescription: sku.usageUnit === 'h' ? 'second' : 'byte second',
          baseUnitConversionFactor: 3600,
        },
        currencyConversionRate: 1,
        effectiveTime: now.toISOString(),
      },
    ],
    serviceProviderName: 'Google',
    geoTaxonomy: { type: 'REGIONAL', regions: [region] },
  };
}

function billingInfo(call: GcpCall, projectId: string): SimResponse {
  identify(call, 'cloudbilling.projects.getBillingInfo', 'read');
  const project = projectOf(call.world, projectId);
  const { billingExport } = call.world.estate;
  if (project === undefined) return googleError('PERMISSION_DENIED', 'The caller does not have permission');
  return jsonAnswer(200, {
    name: `projects/${project.projectId}/billingInfo`,
    projectId: project.projectId,
    billingAccountName: billingExport === undefined ? '' : `billingAccounts/${billingExport.billingAccountId}`,
    billingEnabled: billingExport !== undefined,
  });
}
