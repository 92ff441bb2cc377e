import type { SimContext, SimRequest, SimResponse } from '../http/cloud-handler.js';
import type { SimAccess } from '../http/request-log.js';
import { armError, authorizationFailed } from './arm/arm-error.js';
import type { AzureApplication } from './azure-estate.js';
import { grants, grantsData } from './azure-roles.js';
import type { AzureWorld } from './azure-world.js';
import { readAccessToken } from './entra/access-token.js';

/** One authenticated request on its way to an API. */
export interface AzureCall {
  readonly request: SimRequest;
  readonly context: SimContext;
  readonly world: AzureWorld;
  readonly application: AzureApplication;
}

export type SignedIn = { readonly kind: 'signed-in'; readonly call: AzureCall } | { readonly kind: 'refused'; readonly response: SimResponse };

/** Checks the bearer token as Azure does: presence, authenticity, expiry, audience. */
export function signIn(request: SimRequest, context: SimContext, world: AzureWorld, audiences: readonly string[]): SignedIn {
  const unauthorized = (code: string, message: string): SignedIn => ({
    kind: 'refused',
    response: armError(401, code, message, {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${world.estate.cloudTenantId}", error="invalid_token", error_description="${message}"`,
    }),
  });
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return unauthorized('AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  const claims = readAccessToken(world, token);
  const application = world.estate.applications.find((known) => known.clientId === claims?.clientId);
  if (claims === null || application === undefined) return unauthorized('InvalidAuthenticationToken', 'The access token is invalid.');
  context.log.identify(request, { principal: application.clientId });
  const now = context.behaviour.now();
  if (claims.expiresAt * 1000 <= now.getTime()) {
    return unauthorized(
      'ExpiredAuthenticationToken',
      `The access token expiry UTC time '${new Date(claims.expiresAt * 1000).toISOString()}' is earlier than current UTC time '${now.toISOString()}'.`,
    );
  }
  // A token made for one API must open no other: a graph token replayed at ARM is refused.
  if (![...audiences, request.url.origin].includes(claims.audience)) {
    return unauthorized('InvalidAuthenticationTokenAudience', 'The access token has been obtained for wrong audience or resource.');
  }
  return { kind: 'signed-in', call: { request, context, world, application } };
}

/** Names the call in the log, in Azure's own words. */
export function identify(call: AzureCall, operation: string, access: SimAccess): void {
  call.context.log.identify(call.request, { operation, access });
}

/** Whether the caller's roles and the simulator's behaviour allow an action. */
export function allows(call: AzureCall, action: string): boolean {
  const { context, world, application } = call;
  const denied = [...context.behaviour.denied].some((entry) => entry.toLowerCase() === action.toLowerCase());
  return !denied && world.roles.some((role) => application.roles.includes(role.roleName) && grants(role, action));
}

/** The same of a right on data, which a role may give in one place only. @param place the end of its scope, `/storageAccounts/…/containers/…` */
export function allowsData({ context, world, application }: AzureCall, action: string, place: string): boolean {
  const denied = [...context.behaviour.denied].some((entry) => entry.toLowerCase() === action.toLowerCase());
  const held = new Set([...application.roles, ...application.scopedRoles.filter(({ scope }) => scope.endsWith(place)).map(({ role }) => role)]);
  return !denied && world.roles.some((role) => held.has(role.roleName) && grantsData(role, action));
}

/** Null when the caller may, else ARM's 403 naming action and scope. */
export function refusal(call: AzureCall, action: string, scope: string): SimResponse | null {
  return allows(call, action) ? null : authorizationFailed(call.application, action, scope);
}

/** Azure's read limit per subscription and principal: 250 at once, 25 more each second. Null when not throttled. */
export function readsThrottled(call: AzureCall, subscriptionId: string): SimResponse | null {
  if (!call.context.behaviour.throttle) return null;
  const bucket = call.world.buckets.of(`arm:${subscriptionId}:${call.application.clientId}`, 250, 25);
  if (bucket.take()) return null;
  const seconds = String(Math.max(1, bucket.secondsUntil()));
  return armError(
    429,
    'SubscriptionRequestsThrottled',
    `Number of 'read' requests for subscription '${subscriptionId}' actor '${call.application.objectId}' exceeded. Please try again after '${seconds}' seconds after additional tokens are available.`,
    { 'retry-after': seconds },
  );
}
