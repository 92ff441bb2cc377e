import type { CloudHandler, SimContext, SimRequest, SimResponse } from '../http/cloud-handler.js';
import { bigQuery } from './bigquery/bigquery-api.js';
import { searchAllResources } from './cloud-asset.js';
import { cloudBilling } from './cloud-billing.js';
import { timeSeries } from './cloud-monitoring.js';
import { computeList } from './compute/compute-lists.js';
import { computeRegions } from './compute/compute-regions.js';
import { computeResource } from './compute/compute-resources.js';
import { identify, signIn, type GcpCall } from './gcp-call.js';
import { gcpWorld, type GcpWorld } from './gcp-world.js';
import { googleError } from './google-error.js';
import { exchangeToken } from './identity/security-token-service.js';
import { generateAccessToken, keyToken, tokenInfo } from './identity/service-account-tokens.js';
import { recommender } from './recommender.js';
import { resourceManager } from './resource-manager.js';
import { serverConfig, serviceLists } from './services/service-lists.js';

/** A client may put the API's real host before the path, since every API answers on one address here. */
const HOST_SEGMENT = /^\/[a-z0-9-]+\.googleapis\.com(?=\/)/;

/** Each answers the paths it knows and leaves the others; their paths do not overlap. */
const APIS: readonly ((call: GcpCall) => SimResponse | null)[] = [
  searchAllResources,
  computeList,
  computeRegions,
  computeResource,
  serviceLists,
  serverConfig,
  timeSeries,
  recommender,
  cloudBilling,
  bigQuery,
  resourceManager,
];

/** Answers every Google Cloud host on one, APIs told apart by path. */
export const gcpHandler: CloudHandler = async (request, context) => {
  const world = gcpWorld(context);
  if (world === null) return googleError('NOT_FOUND', 'The estate has no Google Cloud.');
  const path = decodeURIComponent(request.url.pathname.replace(HOST_SEGMENT, ''));
  return (await tokens(path, request, context, world)) ?? api(path, request, context, world);
};

/** The token endpoints' answer; null for a path of another API. */
async function tokens(path: string, request: SimRequest, context: SimContext, world: GcpWorld): Promise<SimResponse | null> {
  const { method } = request;
  if (method === 'POST' && path === '/v1/token') return exchangeToken(request, context, world);
  if (method === 'POST' && path === '/token') return keyToken(request, context, world);
  return path === '/tokeninfo' ? tokenInfo(request, context, world) : null;
}

function api(path: string, request: SimRequest, context: SimContext, world: GcpWorld): SimResponse {
  const caller = signIn(request, context, world, path);
  if (caller.kind === 'refused') {
    if (request.method === 'GET') context.log.identify(request, { operation: 'unauthenticated', access: 'sign-in' });
    return caller.response;
  }
  const email = /^\/v1\/projects\/-\/serviceAccounts\/([^/:]+):generateAccessToken$/.exec(path)?.[1];
  if (email !== undefined && request.method === 'POST') return generateAccessToken(caller.call, email);
  for (const answer of APIS) {
    const response = answer(caller.call);
    if (response !== null) return response;
  }
  identify(caller.call, `unknown:${request.method}`, 'unknown');
  return googleError('NOT_FOUND', 'Not Found');
}
