import { createGate } from '../gate/gate.js';
import { operationById, operationsOf } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import type { AwsKeys } from '../transports/aws-signer.js';
import { createAwsTransport } from '../transports/aws.transport.js';
import type { HttpSender } from '../transports/http-sender.js';
import type { ResponseMeter, Transport } from '../transports/transport.js';
import { assumeRole, assumeRoleByAssertion, callerIdentity, federatedTrustOf, trustPolicyOf, type AwsSignInThrough, type AwsSignedIn } from './aws-sign-in.js';
import { createCloudSession } from './cloud-session.js';
import type { CredentialOf } from './credential.js';
import { accountMismatch, credentialExpired } from './session-error.js';
import { sessionLifetimeMs, type OpenSession, type OpenSessionOptions, type TrustPolicy } from './session-options.js';
import { sessionPolicy } from './session-policy.js';

type AwsCredential = CredentialOf<'aws.web-identity'> | CredentialOf<'aws.role'> | CredentialOf<'aws.key'> | CredentialOf<'aws.session'>;

/** Trades an AWS credential for a short session and pins it to its account. */
export async function openAwsSession(credential: AwsCredential, options: OpenSessionOptions, sender: HttpSender): Promise<OpenSession> {
  const { endpoints, clock, observer } = options;
  const operations = options.operations.map(operationById);
  const signIn = operationsOf('aws').filter(({ list }) => list === 'sign-in');
  const door = createGate({ endpoints, operations: signIn, pins: {}, observer });
  const through: AwsSignInThrough = { ...options, gate: door, sender };
  const policy = sessionPolicy(operations, options.pins);
  const signedIn = await keysOf(credential, policy, through);
  const identity = await callerIdentity(signedIn.keys, through);
  const pinned = options.pins?.awsAccountId;
  if (pinned !== undefined && pinned !== identity.Account) throw accountMismatch();

  const keys: { value: AwsKeys | null } = { value: signedIn.keys };
  const meter: ResponseMeter = { bytes: 0 };
  const gate = createGate({ endpoints, operations, pins: { ...options.pins, awsAccountId: identity.Account }, observer });
  const transports = transportsOf({ gate, sender, endpoints, clock, meter }, keys);
  const session = createCloudSession({
    operations,
    transportFor: transports,
    meter,
    observer,
    wipe() {
      keys.value = null;
      sender.close();
    },
  });
  return {
    ...session,
    expiresAt: signedIn.expiresAt,
    principal: { cloud: 'aws', accountId: identity.Account, name: identity.Arn, ...policySource(credential, identity.Arn) },
    trustPolicy: (signal) => trustOf(credential, policy, { ...through, signal }),
  };
}

function trustOf(credential: AwsCredential, policy: string, through: AwsSignInThrough): Promise<TrustPolicy> {
  switch (credential.kind) {
    case 'aws.web-identity':
      return federatedTrustOf(credential, policy, through);
    case 'aws.role':
      return trustPolicyOf(credential, policy, through);
    case 'aws.key':
    case 'aws.session':
      return Promise.resolve('not-applicable');
  }
}

/** A session's ARN names no policies: simulation wants the role's own ARN, which only its credential tells whole (paths are left out of sessions). */
function policySource(credential: AwsCredential, arn: string): { readonly policySource?: string } {
  if (credential.kind === 'aws.role' || credential.kind === 'aws.web-identity') return { policySource: credential.roleArn };
  return /:user\/|:role\//.test(arn) ? { policySource: arn } : {};
}

async function keysOf(credential: AwsCredential, policy: string, through: AwsSignInThrough): Promise<AwsSignedIn> {
  const soon = new Date(through.clock().getTime() + sessionLifetimeMs);
  switch (credential.kind) {
    case 'aws.web-identity':
      return assumeRoleByAssertion(credential, policy, through);
    case 'aws.role':
      return assumeRole(credential, policy, through);
    case 'aws.key':
      return { keys: { accessKeyId: credential.accessKeyId, secretAccessKey: credential.secretAccessKey }, expiresAt: soon };
    case 'aws.session': {
      const expiresAt = new Date(credential.expiresAt);
      if (expiresAt <= through.clock()) throw credentialExpired();
      return { keys: { accessKeyId: credential.accessKeyId, secretAccessKey: credential.secretAccessKey, sessionToken: credential.sessionToken }, expiresAt };
    }
  }
}

/** Our own transport for everything; Cost Explorer by its official client, loaded only when a bill is read. */
function transportsOf(
  parts: Omit<Parameters<typeof createAwsTransport>[0], 'keys'>,
  keys: { readonly value: AwsKeys | null },
): (operation: Operation) => Promise<Transport> {
  let hot: Transport | undefined;
  return async (operation) => {
    const live = keys.value;
    if (live !== null && operation.wire.protocol === 'aws-json' && operation.wire.service === 'ce') {
      const { createCostExplorerTransport } = await import('../transports/cost-explorer.client.js');
      return createCostExplorerTransport({ ...parts, keys: live });
    }
    hot ??= createAwsTransport({ ...parts, keys: live });
    return hot;
  };
}
