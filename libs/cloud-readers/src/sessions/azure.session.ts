import { z } from 'zod';
import type { TokenCredential } from '@azure/core-auth';
import type { CallObserver } from '../gate/call-observer.js';
import { createGate, type Gate } from '../gate/gate.js';
import { operationById, operationNotDeclared, operationsOf } from '../operations/manifest.js';
import type { HttpSender } from '../transports/http-sender.js';
import type { ResponseMeter, Transport } from '../transports/transport.js';
import { azureVisibility } from './azure-visibility.js';
import { createCloudSession } from './cloud-session.js';
import type { CredentialOf } from './credential.js';
import { baseIdentityMissing, credentialExpired, sessionClosed, signInRefused, signInUnavailable } from './session-error.js';
import { sessionLifetimeMs, type OpenSession, type OpenSessionOptions, type TrustPolicy } from './session-options.js';

type AzureCredential = CredentialOf<'azure.secret'> | CredentialOf<'azure.federated'> | CredentialOf<'azure.token'>;

/** What Entra ID expects of every assertion that stands for a secret. */
const assertionAudience = 'api://AzureADTokenExchange';
const armScope = 'https://management.azure.com/.default';

/** Trades an Azure credential for tokens, held in memory only. The SDKs are loaded here, when an Azure session is opened. */
export async function openAzureSession(credential: AzureCredential, options: OpenSessionOptions, sender: HttpSender): Promise<OpenSession> {
  const { endpoints, clock, observer } = options;
  // Resource Graph alone cannot tell "nothing" from "not allowed", so its readers bring the question along.
  const needed = new Set([...options.operations, 'Microsoft.Authorization/permissions/read']);
  const operations = [...needed].map(operationById);
  const signIn = operationsOf('azure').filter(({ list }) => list === 'sign-in');
  const refusals: string[] = [];
  const watching: CallObserver = { ...observer, refused: (event) => (refusals.push(event.reason), observer.refused(event)) };
  const door = createGate({ endpoints, operations: signIn, pins: {}, observer: watching });
  const held: { credential: TokenCredential | null } = { credential: await tokensOf(credential, options, door, sender) };
  const lent: TokenCredential = {
    getToken: (scopes, tokenOptions) => (held.credential === null ? Promise.reject(sessionClosed()) : held.credential.getToken(scopes, tokenOptions)),
  };
  const { expiresAt, objectId } = await firstToken(lent, credential, options, refusals);

  const meter: ResponseMeter = { bytes: 0 };
  const gate = createGate({ endpoints, operations, pins: options.pins ?? {}, observer });
  const { createAzureTransport } = await import('../transports/azure.transport.js');
  const transport: Transport = createAzureTransport({ gate, sender, endpoints, credential: lent, clock, meter });
  const parts = {
    operations,
    transportFor: () => transport,
    meter,
    observer,
    wipe() {
      held.credential = null;
      sender.close();
    },
  };
  const asking = createCloudSession({ ...parts, wipe: () => undefined });
  const session = createCloudSession({ ...parts, before: azureVisibility((request, signal) => asking.call(request, signal)) });
  return {
    ...session,
    expiresAt,
    principal: {
      cloud: 'azure',
      accountId: credential.tenantId,
      name: credential.kind === 'azure.token' ? 'borrowed login' : credential.clientId,
      ...(objectId === null ? {} : { policySource: objectId }),
    },
    trustPolicy: (signal) => trustOf(credential, { ...options, signal }, door, sender),
  };
}

async function tokensOf(credential: AzureCredential, options: OpenSessionOptions, gate: Gate, sender: HttpSender): Promise<TokenCredential> {
  const { borrowedCredential, clientSecretCredential, federatedCredential } = await import('../transports/azure-sign-in.js');
  const through = { gate, sender, endpoints: options.endpoints };
  switch (credential.kind) {
    case 'azure.secret':
      return clientSecretCredential(credential.tenantId, credential.clientId, credential.clientSecret, through);
    case 'azure.federated': {
      const { assertion } = options;
      if (assertion === undefined) throw baseIdentityMissing('no assertion issuer');
      return federatedCredential(credential.tenantId, credential.clientId, () => assertion(assertionAudience), through);
    }
    case 'azure.token': {
      const expiresAt = new Date(credential.expiresAt);
      if (expiresAt <= options.clock()) throw credentialExpired();
      const tokens = {
        [armScope]: credential.accessToken,
        'https://graph.microsoft.com/.default': credential.graphToken,
        'https://metrics.monitor.azure.com/.default': credential.metricsToken,
      };
      return borrowedCredential(tokens, expiresAt);
    }
  }
}

/** Tries the assertion of a connection that does not exist. Attack: a flexible credential whose expression ends in `*` lets every tenant's in. */
async function trustOf(credential: AzureCredential, options: OpenSessionOptions, gate: Gate, sender: HttpSender): Promise<TrustPolicy> {
  const { assertion, endpoints, signal } = options;
  if (credential.kind !== 'azure.federated' || assertion === undefined) return 'not-applicable';
  const { federatedCredential } = await import('../transports/azure-sign-in.js');
  const through = { gate, sender, endpoints };
  const stranger = federatedCredential(credential.tenantId, credential.clientId, () => assertion(assertionAudience, 'stranger'), through);
  try {
    await stranger.getToken(armScope, { abortSignal: signal });
    return 'open';
  } catch (error) {
    signal.throwIfAborted();
    return mismatches.has(entraCodeOf(error) ?? '') ? 'closed' : 'untestable';
  }
}

/** No federated credential fits the issuer, the audience, the subject. Any other refusal (an outage, Conditional Access, keys not fetched) says nothing of it. */
const mismatches: ReadonlySet<string> = new Set(['AADSTS70021', 'AADSTS700211', 'AADSTS700212', 'AADSTS700213']);

/** Entra's codes are public words (`AADSTS7000215`); the rest of its message may quote what was sent, so it stays here. */
function entraCodeOf(error: unknown): string | undefined {
  const text = error instanceof Error ? error.message : '';
  return /AADSTS\d{3,8}/.exec(text)?.[0] ?? /"error":\s*"([a-z_]{3,40})"/.exec(text)?.[1];
}

/** Signs in now, so that a refused credential is named once and early. Returns when the session ends. */
async function firstToken(
  lent: TokenCredential,
  credential: AzureCredential,
  { clock, signal }: OpenSessionOptions,
  refusals: readonly string[],
): Promise<{ readonly expiresAt: Date; readonly objectId: string | null }> {
  try {
    const token = await lent.getToken(armScope, { abortSignal: signal });
    if (token === null) throw signInRefused('no-token');
    const longest = credential.kind === 'azure.token' ? token.expiresOnTimestamp : clock().getTime() + sessionLifetimeMs;
    return { expiresAt: new Date(Math.min(token.expiresOnTimestamp, longest)), objectId: objectIdIn(token.token) };
  } catch (error) {
    signal.throwIfAborted();
    // MSAL turns whatever its network client throws into a network error of its own; the gate's refusal must stay one.
    if (refusals.length > 0) throw operationNotDeclared('azure sign-in', refusals.join('; '));
    const entra = entraCodeOf(error);
    throw entra === undefined ? signInUnavailable(error instanceof Error ? error.name : 'unknown') : signInRefused(entra);
  }
}

/** The principal's object id, read from the token without checking it: it only narrows a list of role assignments, and decides nothing. */
function objectIdIn(token: string): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const parsed = z.object({ oid: z.guid() }).safeParse(claims);
    return parsed.success ? parsed.data.oid : null;
  } catch {
    return null;
  }
}
