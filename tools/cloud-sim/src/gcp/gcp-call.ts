import type { SimContext, SimRequest, SimResponse } from '../http/cloud-handler.js';
import type { SimAccess } from '../http/request-log.js';
import type { GcpProject } from './gcp-estate.js';
import type { GcpWorld } from './gcp-world.js';
import { googleError, permissionDenied, quotaExceeded } from './google-error.js';
import { readToken } from './identity/access-token.js';

/** Who calls, and what it was granted. */
export interface GcpCaller {
  readonly principal: string;
  readonly permissions: readonly string[];
  /** The service account that it may make tokens for. */
  readonly impersonates: string | null;
}

/** One authenticated request on its way to an API; `path` is without a leading host segment. */
export interface GcpCall {
  readonly request: SimRequest;
  readonly context: SimContext;
  readonly world: GcpWorld;
  readonly caller: GcpCaller;
  readonly path: string;
}

export type SignedIn = { readonly kind: 'signed-in'; readonly call: GcpCall } | { readonly kind: 'refused'; readonly response: SimResponse };

/** Checks the bearer token as Google does: presence, authenticity, expiry. */
export function signIn(request: SimRequest, context: SimContext, world: GcpWorld, path: string): SignedIn {
  const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const claims = token === undefined ? null : readToken(world, token);
  if (claims === null || claims.expiresAt <= context.behaviour.now().getTime()) {
    const reason = token === undefined ? 'CREDENTIALS_MISSING' : 'ACCESS_TOKEN_EXPIRED';
    const message =
      token === undefined
        ? 'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.'
        : 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';
    return {
      kind: 'refused',
      response: googleError('UNAUTHENTICATED', message, {
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }],
      }),
    };
  }
  context.log.identify(request, { principal: claims.principal });
  const identity = claims.identity === null ? undefined : world.estate.workloadIdentities[claims.identity];
  const account = world.estate.serviceAccounts.find((known) => known.email === claims.principal);
  const caller: GcpCaller = {
    principal: claims.principal,
    // A federated principal that impersonates has no permissions of its own.
    permissions: identity === undefined ? (account?.permissions ?? []) : identity.serviceAccount === null ? identity.permissions : [],
    impersonates: identity?.serviceAccount ?? null,
  };
  return { kind: 'signed-in', call: { request, context, world, caller, path } };
}

/** Names the call in the log: the API's own method id. */
export function identify(call: GcpCall, operation: string, access: SimAccess): void {
  call.context.log.identify(call.request, { operation, access });
}

/** Whether the caller was granted a permission and the simulator's behaviour does not deny it. */
export function holds(call: GcpCall, permission: string): boolean {
  return !call.context.behaviour.denied.has(permission) && call.caller.permissions.some((pattern) => matches(pattern, permission));
}

/** Null when the caller may, else Google's 403 naming permission and resource. */
export function refusal(call: GcpCall, permission: string, resource: string, reason?: string): SimResponse | null {
  return holds(call, permission) ? null : permissionDenied(permission, resource, reason);
}

/** Null while the API's quota of calls per minute lasts; calls of one project share it. */
export function throttled(call: GcpCall, service: string, metric: string, perMinute: number, consumer: string): SimResponse | null {
  if (!call.context.behaviour.throttle) return null;
  return call.world.buckets.of(`${service}:${consumer}`, perMinute, perMinute / 60).take() ? null : quotaExceeded(service, metric, consumer);
}

/** A project by id or number. */
export function projectOf(world: GcpWorld, idOrNumber: string): GcpProject | undefined {
  return world.estate.projects.find(({ projectId, projectNumber }) => projectId === idOrNumber || projectNumber === idOrNumber);
}

function matches(pattern: string, permission: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replaceAll('.', '\\.'))
    .join('.*');
  return new RegExp(`^${expression}$`).test(permission);
}
