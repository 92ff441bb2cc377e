import { readSubjectToken, subjectFits } from '../../identity/subject-token.js';
import type { SimContext, SimRequest, SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';
import type { AzureApplication } from '../azure-estate.js';
import type { AzureWorld } from '../azure-world.js';
import { mintAccessToken, TOKEN_SECONDS } from './access-token.js';
import { entraError } from './entra-error.js';

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Audiences that Entra knows in every tenant, by API. A client pointed at this server asks for the server's own origin. */
export const audiences = {
  arm: ['https://management.azure.com', 'https://management.core.windows.net'],
  graph: ['https://graph.microsoft.com'],
  storage: ['https://storage.azure.com'],
  metrics: ['https://metrics.monitor.azure.com', 'https://management.azure.com'],
} as const;

/** Answers `POST /{tenant}/oauth2/v2.0/token` for the client_credentials grant, by secret or by federated assertion. */
export async function tokenEndpoint(tenant: string, request: SimRequest, context: SimContext, world: AzureWorld): Promise<SimResponse> {
  context.log.identify(request, { operation: 'entra:token', access: 'sign-in' });
  const now = context.behaviour.now();
  if (tenant.toLowerCase() !== world.estate.cloudTenantId.toLowerCase()) return entraError(90002, now, tenant);
  const form = new URLSearchParams(request.body.toString('utf8'));
  const grant = form.get('grant_type');
  if (grant !== 'client_credentials') return entraError(70003, now, grant ?? '');
  const clientId = form.get('client_id');
  if (clientId === null) return entraError(900144, now, 'client_id');
  const application = world.estate.applications.find((known) => known.clientId.toLowerCase() === clientId.toLowerCase());
  if (application === undefined) return entraError(700016, now, clientId);
  context.log.identify(request, { principal: application.clientId });
  const refusal = await proofRefused(form, application, now);
  if (refusal !== null) return refusal;
  const audience = (form.get('scope') ?? '').replace(/\/\.default$/, '').replace(/\/+$/, '');
  const known: readonly string[] = [...audiences.arm, ...audiences.graph, ...audiences.metrics, ...audiences.storage, request.url.origin];
  if (!known.includes(audience)) return entraError(500011, now, audience);
  return jsonAnswer(
    200,
    { token_type: 'Bearer', expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS, access_token: mintAccessToken(world, application, audience, now) },
    { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
  );
}

/** Null when the client proved who it is, else Entra's refusal. */
async function proofRefused(form: URLSearchParams, application: AzureApplication, now: Date): Promise<SimResponse | null> {
  const secret = form.get('client_secret');
  if (secret !== null) return secret === application.clientSecret ? null : entraError(7000215, now, application.clientId);
  const assertion = form.get('client_assertion');
  if (assertion === null || form.get('client_assertion_type') !== JWT_BEARER) return entraError(7000216, now);
  const trusts = application.federatedCredentials;
  const token = await readSubjectToken(assertion, trusts, now);
  switch (token.kind) {
    case 'malformed':
      return entraError(50027, now);
    case 'expired':
      return entraError(700024, now);
    case 'wrong-issuer':
      return entraError(700211, now);
    case 'bad-signature':
      return entraError(700027, now);
    case 'valid': {
      const ofIssuer = trusts.filter((trust) => trust.issuer === token.issuer);
      const ofSubject = ofIssuer.filter((trust) => subjectFits(trust.subject, token.subject));
      if (ofSubject.length === 0) return entraError(700213, now, token.subject);
      return ofSubject.some((trust) => token.audiences.includes(trust.audience)) ? null : entraError(700212, now, token.audiences.join(','));
    }
    default:
      return token satisfies never;
  }
}
