import type { SimContext, SimRequest, SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';
import type { AzureWorld } from '../azure-world.js';
import { entraError } from './entra-error.js';

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`; MSAL refuses a document without `jwks_uri`. */
export function openIdConfiguration(tenant: string, request: SimRequest, context: SimContext, world: AzureWorld): SimResponse {
  context.log.identify(request, { operation: 'entra:openid-configuration', access: 'sign-in' });
  if (tenant.toLowerCase() !== world.estate.cloudTenantId.toLowerCase()) return entraError(90002, context.behaviour.now(), tenant);
  const base = `${request.url.origin}/${tenant}`;
  return jsonAnswer(200, {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    tenant_region_scope: 'EU',
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: 'graph.microsoft.com',
  });
}

/** `GET /common/discovery/instance`: this host is an authority of its own. */
export function instanceDiscovery(request: SimRequest, context: SimContext, world: AzureWorld): SimResponse {
  context.log.identify(request, { operation: 'entra:instance-discovery', access: 'sign-in' });
  const { host, origin } = request.url;
  return jsonAnswer(200, {
    tenant_discovery_endpoint: `${origin}/${world.estate.cloudTenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** `GET /{tenant}/discovery/v2.0/keys`. Access tokens are opaque to clients, so no key is published. */
export function publishedKeys(request: SimRequest, context: SimContext): SimResponse {
  context.log.identify(request, { operation: 'entra:keys', access: 'sign-in' });
  return jsonAnswer(200, { keys: [] });
}
