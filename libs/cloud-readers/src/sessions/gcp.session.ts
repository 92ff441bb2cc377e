import { isGateRefusal, createGate, type Gate } from '../gate/gate.js';
import { operationById, operationsOf } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import type { GoogleToken } from '../transports/gcp.transport.js';
import type { HttpSender } from '../transports/http-sender.js';
import type { ResponseMeter, Transport } from '../transports/transport.js';
import { createCloudSession } from './cloud-session.js';
import type { CredentialOf } from './credential.js';
import { baseIdentityMissing, credentialExpired, sessionClosed, signInRefused, signInUnavailable } from './session-error.js';
import { sessionLifetimeMs, type OpenSession, type OpenSessionOptions, type Principal, type TrustPolicy } from './session-options.js';

type GcpCredential = CredentialOf<'gcp.key'> | CredentialOf<'gcp.wif'> | CredentialOf<'gcp.token'>;

/** Trades a Google credential for a read-only token, held in memory only. */
export async function openGcpSession(credential: GcpCredential, options: OpenSessionOptions, sender: HttpSender): Promise<OpenSession> {
  const { endpoints, clock, observer } = options;
  const operations = options.operations.map(operationById);
  const signIn = operationsOf('gcp').filter(({ list }) => list === 'sign-in');
  const door = createGate({ endpoints, operations: signIn, pins: {}, observer });
  const held: { token: GoogleToken | null } = { token: await tokenOf(credential, options, door, sender) };
  const token: GoogleToken = () => (held.token === null ? Promise.reject(sessionClosed()) : held.token());
  await firstToken(token, options);

  const meter: ResponseMeter = { bytes: 0 };
  const gate = createGate({ endpoints, operations, pins: options.pins ?? {}, observer });
  const parts = { gate, sender, endpoints, token, clock, meter };
  const { createGcpTransport } = await import('../transports/gcp.transport.js');
  const rest = createGcpTransport(parts);
  const transportFor = async (operation: Operation): Promise<Transport> => {
    if (operation.id !== 'cloudbilling.services.skus.list') return rest;
    const { createCloudCatalogueTransport } = await import('../transports/cloud-catalogue.client.js');
    return createCloudCatalogueTransport(parts);
  };
  const session = createCloudSession({
    operations,
    transportFor,
    meter,
    observer,
    wipe() {
      held.token = null;
      sender.close();
    },
  });
  const soon = new Date(clock().getTime() + sessionLifetimeMs);
  return {
    ...session,
    expiresAt: credential.kind === 'gcp.token' ? new Date(credential.expiresAt) : soon,
    principal: principalOf(credential),
    trustPolicy: (signal) => trustOf(credential, { ...options, signal }, door, sender),
  };
}

function principalOf(credential: GcpCredential): Principal {
  switch (credential.kind) {
    case 'gcp.key':
      return { cloud: 'gcp', accountId: credential.projectId, name: credential.clientEmail };
    case 'gcp.wif':
      return credential.serviceAccountEmail === undefined
        ? { cloud: 'gcp', accountId: null, name: `${credential.projectNumber}/${credential.poolId}/${credential.providerId}` }
        : { cloud: 'gcp', accountId: projectOf(credential.serviceAccountEmail), name: credential.serviceAccountEmail };
    case 'gcp.token':
      return { cloud: 'gcp', accountId: credential.projectId, name: 'borrowed login' };
  }
}

/** A service account's own project is in its address; that is Google's naming, not a guess. */
function projectOf(email: string): string | null {
  return /@([a-z][a-z0-9-]{4,61}[a-z0-9])\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? null;
}

async function tokenOf(credential: GcpCredential, options: OpenSessionOptions, gate: Gate, sender: HttpSender): Promise<GoogleToken> {
  const through = { gate, sender, endpoints: options.endpoints };
  const { serviceAccountClient, tokenFrom, workloadIdentityToken } = await import('../transports/google-client.js');
  switch (credential.kind) {
    case 'gcp.key':
      return tokenFrom(serviceAccountClient(credential, through));
    case 'gcp.wif': {
      if (options.assertion === undefined) throw baseIdentityMissing('no assertion issuer');
      return workloadIdentityToken(credential, options.assertion, through, options.clock);
    }
    case 'gcp.token': {
      if (new Date(credential.expiresAt) <= options.clock()) throw credentialExpired();
      return () => Promise.resolve(credential.accessToken);
    }
  }
}

/** Tries the assertion of a connection that does not exist. Attack: a provider without a condition, bound to the whole pool, lets every tenant's in. */
async function trustOf(credential: GcpCredential, options: OpenSessionOptions, gate: Gate, sender: HttpSender): Promise<TrustPolicy> {
  const { assertion, endpoints, clock, signal } = options;
  if (credential.kind !== 'gcp.wif' || assertion === undefined) return 'not-applicable';
  const { workloadIdentityToken } = await import('../transports/google-client.js');
  const stranger = workloadIdentityToken(credential, (audience) => assertion(audience, 'stranger'), { gate, sender, endpoints }, clock);
  try {
    await stranger();
    // Without a service account the pool's token opens nothing by itself: who may read is said by grants that cannot be seen from here.
    return credential.serviceAccountEmail === undefined ? 'untestable' : 'open';
  } catch (error) {
    signal.throwIfAborted();
    return refusals.has(statusOf(error) ?? 0) ? 'closed' : 'untestable';
  }
}

/** Invalid grant, unauthorized, forbidden: a timeout, a quota or a page that is gone say nothing of the trust. */
const refusals: ReadonlySet<number> = new Set([400, 401, 403]);

async function firstToken(token: GoogleToken, { signal }: OpenSessionOptions): Promise<void> {
  try {
    await token();
  } catch (error) {
    signal.throwIfAborted();
    const { causeOf } = await import('../transports/gcp.transport.js');
    if (isGateRefusal(causeOf(error))) throw causeOf(error);
    const status = statusOf(error);
    throw status === null || status >= 500 ? signInUnavailable(error instanceof Error ? error.name : 'unknown') : signInRefused(`http-${String(status)}`);
  }
}

function statusOf(error: unknown): number | null {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : null;
}
