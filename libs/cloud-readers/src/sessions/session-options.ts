import type { Cloud } from '@vitrine/contracts';
import type { CloudSession } from '../engine/cloud-request.js';
import type { BillingPins } from '../gate/billing-pins.js';
import type { CallObserver } from '../gate/call-observer.js';
import type { AwsKeys } from '../transports/aws-signer.js';
import type { Endpoints } from './endpoints.js';

/** Who signs in where the customer trusts Vitrine itself: one identity per cloud, set by the operator, never found around. */
export interface BaseIdentities {
  readonly aws?: AwsKeys;
}

/**
 * Mints a short OIDC assertion of this Vitrine for this connection and the given audience; as `stranger` for a connection that does not exist,
 * to try whether a trust would let another tenant's connection in.
 */
export type MintAssertion = (audience: string, whose?: 'connection' | 'stranger') => Promise<string>;

export interface OpenSessionOptions {
  readonly baseIdentities: BaseIdentities;
  readonly endpoints: Endpoints;
  /** Ids of the closed list that this session may call; its sign-in comes on top. */
  readonly operations: readonly string[];
  readonly clock: () => Date;
  readonly observer: CallObserver;
  /** What of the customer's bill may be read; without it no billing operation passes the gate. */
  readonly pins?: BillingPins;
  readonly assertion?: MintAssertion;
  readonly signal: AbortSignal;
}

export interface Principal {
  readonly cloud: Cloud;
  /** AWS account, Entra tenant, GCP project of the principal; null where the cloud does not say at sign-in. */
  readonly accountId: string | null;
  /** ARN, client id or service account. Not a secret. */
  readonly name: string;
  /** AWS: the ARN whose policies are simulated (a role's, not that of its session). Azure: the object id that role assignments name. */
  readonly policySource?: string;
}

export type TrustPolicy = 'closed' | 'open' | 'untestable' | 'not-applicable';

/** An open session with what the worker needs to hold it: when it ends and whose it is. */
export interface OpenSession extends CloudSession {
  readonly expiresAt: Date;
  readonly principal: Principal;
  /** Does a *wrong* External ID, or a stranger's assertion, work too? Then other tenants get in (confused deputy), and the principal is refused. */
  trustPolicy(signal: AbortSignal): Promise<TrustPolicy>;
}

/** How long a session that the provider does not limit itself is kept (design §5). */
export const sessionLifetimeMs = 15 * 60 * 1000;
