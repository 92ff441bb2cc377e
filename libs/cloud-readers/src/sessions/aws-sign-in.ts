import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import type { Gate } from '../gate/gate.js';
import { operationById } from '../operations/manifest.js';
import type { AwsKeys } from '../transports/aws-signer.js';
import { createAwsTransport } from '../transports/aws.transport.js';
import type { HttpSender } from '../transports/http-sender.js';
import { withQuickRetries } from '../transports/retry.js';
import type { CredentialOf } from './credential.js';
import { baseIdentityMissing, signInRefused, signInUnavailable } from './session-error.js';
import type { OpenSessionOptions, TrustPolicy } from './session-options.js';

export interface AwsSignInThrough extends Pick<OpenSessionOptions, 'endpoints' | 'clock' | 'baseIdentities' | 'assertion' | 'signal'> {
  readonly gate: Gate;
  readonly sender: HttpSender;
}

export interface AwsSignedIn {
  readonly keys: AwsKeys;
  readonly expiresAt: Date;
}

const credentialsShape = { Credentials: { AccessKeyId: 'text', SecretAccessKey: 'text', SessionToken: 'text', Expiration: 'text' } } as const;
const credentialsSchema = z.object({
  Credentials: z.object({ AccessKeyId: z.string().min(1), SecretAccessKey: z.string().min(1), SessionToken: z.string().min(1), Expiration: z.coerce.date() }),
});

const identityShape = { Account: 'text', Arn: 'text' } as const;
const identitySchema = z.object({ Account: z.string().regex(/^\d{12}$/), Arn: z.string().startsWith('arn:') });
export type AwsIdentity = z.infer<typeof identitySchema>;

/** Assumes the customer's role by the operator's base identity, or by a federated assertion where no base identity is set. */
export async function assumeRole(credential: CredentialOf<'aws.role'>, policy: string, through: AwsSignInThrough): Promise<AwsSignedIn> {
  const base = through.baseIdentities.aws;
  if (base === undefined) return await assumeRoleByAssertion(credential, policy, through);
  return signedInBy(await signIn(byExternalId(credential, credential.externalId, policy), base, through));
}

/** Assumes the customer's role by an assertion alone, whatever identity the operator has beside it. Nothing signs this call: the token is the proof. */
export async function assumeRoleByAssertion(credential: FederatedRole, policy: string, through: AwsSignInThrough): Promise<AwsSignedIn> {
  return signedInBy(await byAssertion(credential, policy, through, 'connection'));
}

type FederatedRole = CredentialOf<'aws.web-identity'> | CredentialOf<'aws.role'>;

function signedInBy(result: CallResult): AwsSignedIn {
  const { Credentials } = credentialsSchema.parse(bodyOf(result));
  return {
    keys: { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken },
    expiresAt: Credentials.Expiration,
  };
}

/** Tries a wrong External ID. Only a refusal proves that the customer's trust policy asks for ours. */
export async function trustPolicyOf(credential: CredentialOf<'aws.role'>, policy: string, through: AwsSignInThrough): Promise<TrustPolicy> {
  const base = through.baseIdentities.aws;
  if (base === undefined) return await federatedTrustOf(credential, policy, through);
  return verdictOn(await signIn(byExternalId(credential, randomBytes(16).toString('hex'), policy), base, through));
}

/** Tries the assertion of a connection that does not exist. Attack: `StringLike` with a `*`, or no condition on `sub`, lets every tenant's in. */
export async function federatedTrustOf(credential: FederatedRole, policy: string, through: AwsSignInThrough): Promise<TrustPolicy> {
  return verdictOn(await byAssertion(credential, policy, through, 'stranger'));
}

function verdictOn(result: CallResult): TrustPolicy {
  if (result.outcome === 'read') return 'open';
  return result.outcome === 'denied' ? 'closed' : 'untestable';
}

export async function callerIdentity(keys: AwsKeys, through: AwsSignInThrough): Promise<AwsIdentity> {
  return identitySchema.parse(bodyOf(await signIn({ operation: 'sts:GetCallerIdentity', shape: identityShape }, keys, through)));
}

function byExternalId(credential: CredentialOf<'aws.role'>, externalId: string, policy: string): CloudRequest {
  return {
    operation: 'sts:AssumeRole',
    body: { RoleArn: credential.roleArn, RoleSessionName: 'vitrine', ExternalId: externalId, Policy: policy, DurationSeconds: 900 },
    shape: credentialsShape,
  };
}

async function byAssertion(credential: FederatedRole, policy: string, through: AwsSignInThrough, whose: 'connection' | 'stranger'): Promise<CallResult> {
  if (through.assertion === undefined) throw baseIdentityMissing('no AWS base identity and no assertion issuer');
  const token = await through.assertion('sts.amazonaws.com', whose);
  const body = { RoleArn: credential.roleArn, RoleSessionName: 'vitrine', WebIdentityToken: token, Policy: policy, DurationSeconds: 900 };
  return signIn({ operation: 'sts:AssumeRoleWithWebIdentity', body, shape: credentialsShape }, null, through);
}

async function signIn(request: CloudRequest, keys: AwsKeys | null, { gate, sender, endpoints, clock, signal }: AwsSignInThrough): Promise<CallResult> {
  const transport = createAwsTransport({ gate, sender, endpoints, keys, clock, meter: { bytes: 0 } });
  const { result } = await withQuickRetries(() => transport.once(operationById(request.operation), request, {}, signal), { signal });
  return result;
}

function bodyOf(result: CallResult): unknown {
  switch (result.outcome) {
    case 'read':
      return result.body;
    case 'denied':
      throw signInRefused(result.providerCode);
    case 'expired':
      throw signInRefused('expired-or-unknown-key');
    case 'throttled':
    case 'token-refused':
      throw signInUnavailable(result.outcome);
    case 'unavailable':
      throw result.retryable ? signInUnavailable(result.reason) : signInRefused(result.reason);
  }
}
