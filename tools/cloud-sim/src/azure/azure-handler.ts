import { randomUUID } from 'node:crypto';
import type { CloudHandler, SimContext, SimRequest, SimResponse } from '../http/cloud-handler.js';
import { armApi } from './arm/arm-api.js';
import { armError } from './arm/arm-error.js';
import { signIn } from './azure-call.js';
import { azureWorld, type AzureWorld } from './azure-world.js';
import { blobService, isBlobService } from './blob-service.js';
import { instanceDiscovery, openIdConfiguration, publishedKeys } from './entra/entra-metadata.js';
import { audiences, tokenEndpoint } from './entra/token-endpoint.js';
import { microsoftGraph } from './microsoft-graph.js';
import { retailPrices } from './retail-prices.js';

/** Answers every Azure host on one: the Entra authority, ARM, the metrics plane, Microsoft Graph and the price list, told apart by path. */
export const azureHandler: CloudHandler = async (request, context) => {
  const world = azureWorld(context);
  if (world === null) return armError(404, 'NotFound', 'The estate has no Azure.');
  const response = (await authority(request, context, world)) ?? api(request, context, world);
  const requestId = randomUUID();
  return { ...response, headers: { 'x-ms-request-id': requestId, 'x-ms-correlation-request-id': requestId, 'cache-control': 'no-cache', ...response.headers } };
};

/** The Entra authority's answer; null for a path of another API. */
async function authority(request: SimRequest, context: SimContext, world: AzureWorld): Promise<SimResponse | null> {
  const { pathname } = request.url;
  if (pathname === '/common/discovery/instance') return instanceDiscovery(request, context, world);
  const [, tenant, rest] = /^\/([^/]+)\/((?:oauth2|v2\.0|discovery)\/.*)$/.exec(pathname) ?? [];
  if (tenant === undefined) return null;
  switch (rest) {
    case 'v2.0/.well-known/openid-configuration':
      return openIdConfiguration(tenant, request, context, world);
    case 'discovery/v2.0/keys':
      return publishedKeys(request, context);
    case 'oauth2/v2.0/token':
      return tokenEndpoint(tenant, request, context, world);
    default:
      return null;
  }
}

function api(request: SimRequest, context: SimContext, world: AzureWorld): SimResponse {
  const { pathname } = request.url;
  if (pathname === '/api/retail/prices') return retailPrices(request, context, world);
  if (pathname.startsWith('/v1.0/')) {
    const caller = signIn(request, context, world, audiences.graph);
    return caller.kind === 'refused' ? refused(request, context, caller.response) : microsoftGraph(caller.call);
  }
  if (isBlobService(request, world)) {
    const caller = signIn(request, context, world, audiences.storage);
    return caller.kind === 'refused' ? refused(request, context, caller.response) : blobService(caller.call);
  }
  const isMetricsPlane = pathname.toLowerCase().endsWith('/metrics:getbatch');
  const caller = signIn(request, context, world, isMetricsPlane ? audiences.metrics : audiences.arm);
  return caller.kind === 'refused' ? refused(request, context, caller.response) : armApi(caller.call);
}

/** A read without a valid token is a failed sign-in; a write without one stays what it is in the log: not provably harmless. */
function refused(request: SimRequest, context: SimContext, response: SimResponse): SimResponse {
  if (request.method === 'GET') context.log.identify(request, { operation: 'unauthenticated', access: 'sign-in' });
  return response;
}
