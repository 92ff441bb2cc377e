import { VitrineError, type Cloud, type CredentialKind } from '@vitrine/contracts';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import type { Estate } from '../engine/scope.js';
import type { BillingPins } from '../gate/billing-pins.js';
import type { OpenSession } from '../sessions/session-options.js';

export type PermissionState = 'granted' | 'denied' | 'untestable';

export interface PermissionFinding {
  /** In the provider's words. */
  readonly permission: string;
  readonly state: PermissionState;
}

export interface WriteFinding {
  readonly action: string;
  /** The policy, role or scope that allows it. */
  readonly source: string;
}

/** What a connection's principal may do and see. What follows from it (warn, refuse, degrade) is the caller's decision (design §9). */
export interface ConnectionValidation {
  readonly estate: Estate;
  readonly accountPinned: string;
  readonly permissions: readonly PermissionFinding[];
  readonly writeCapable: readonly WriteFinding[] | 'not-provable';
}

export interface ValidationInput {
  readonly session: OpenSession;
  readonly kind: CredentialKind;
  /** Ids of the operations that the connection's rules call. The session must hold them and `validationOperations` of its cloud. */
  readonly operations: readonly string[];
  /** What the session is pinned to: files that a connection's bill is in may be read, and only where they are. */
  readonly pins?: BillingPins;
  readonly signal: AbortSignal;
}

/** Beside the readers' own operations, what a validation itself calls. */
export const validationOperations: Readonly<Record<Cloud, readonly string[]>> = {
  aws: ['ec2:DescribeRegions', 'iam:SimulatePrincipalPolicy', 'iam:ListAttachedRolePolicies', 'iam:ListAttachedUserPolicies'],
  azure: [
    'Microsoft.Resources/subscriptions/read',
    'Microsoft.Authorization/permissions/read',
    'Microsoft.Authorization/roleAssignments/read',
    'Microsoft.Authorization/roleDefinitions/read',
  ],
  gcp: ['cloudresourcemanager.projects.search', 'cloudresourcemanager.projects.testIamPermissions'],
};

/** A call whose refusal is an answer, while trouble on the way is not: then the whole validation is tried again later. */
export async function ask(session: OpenSession, request: CloudRequest, signal: AbortSignal): Promise<Extract<CallResult, { outcome: 'read' | 'denied' }>> {
  const result = await session.call(request, signal);
  switch (result.outcome) {
    case 'read':
    case 'denied':
      return result;
    case 'throttled':
      throw unfinished('validation-throttled', result.operation, { 'retry-after': String(Math.ceil(result.retryAfterMs / 1000)) });
    case 'expired':
      throw new VitrineError({
        code: 'credential-expired',
        status: 422,
        publicMessage: 'The cloud session ended while the connection was checked.',
        retryable: true,
      });
    case 'token-refused':
    case 'unavailable':
      throw unfinished('validation-unavailable', result.operation, {});
  }
}

function unfinished(code: string, operation: string, headers: Readonly<Record<string, string>>): VitrineError {
  return new VitrineError({
    code,
    status: 503,
    publicMessage: 'The cloud provider could not be asked what this connection may do.',
    internal: operation,
    retryable: true,
    headers,
  });
}
