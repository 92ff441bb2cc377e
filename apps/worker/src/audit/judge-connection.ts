import { borrowedKinds, type CredentialKind } from '@vitrine/contracts';
import type { ConnectionValidation, TrustPolicy } from '@vitrine/cloud-readers';

export interface ConnectionJudgement {
  readonly state: 'valid' | 'degraded' | 'rejected';
  /** Stable code; null where there is nothing to say. */
  readonly code: string | null;
}

/** Kinds whose session is narrowed or whose owner was asked: a principal that could write is warned about, not refused (design §9). */
const warned = (kind: CredentialKind): boolean => kind === 'aws.role' || kind === 'aws.web-identity' || borrowedKinds.includes(kind);

/** What a validation means for the connection; the same before every audit, so that a principal that gained write stops its audits. */
export function judgeConnection(
  kind: CredentialKind,
  validation: ConnectionValidation,
  seen: { readonly trustPolicy: TrustPolicy; readonly accountPinned: string | null },
): ConnectionJudgement {
  // Attack: a role that trusts Vitrine under any External ID can be used through another tenant's connection (confused deputy).
  if (seen.trustPolicy === 'open') return { state: 'rejected', code: 'trust-policy-open' };
  // Attack: a credential planted for another account than the one that the organization connected (T11).
  if (seen.accountPinned !== null && seen.accountPinned !== validation.accountPinned) return { state: 'rejected', code: 'account-mismatch' };
  const writeCapable = validation.writeCapable !== 'not-provable' && validation.writeCapable.length > 0;
  if (writeCapable && !warned(kind)) return { state: 'rejected', code: 'write-capable' };
  // Attack: whoever makes the stranger's sign-in fail for another reason (an outage, a policy of the tenant's) would have an open trust pass for a closed one.
  if (seen.trustPolicy === 'untestable' || validation.writeCapable === 'not-provable') return { state: 'degraded', code: 'untestable' };
  if (writeCapable) return { state: 'valid', code: 'write-capable' };
  if (validation.permissions.some((each) => each.state === 'denied')) return { state: 'degraded', code: 'permission-denied' };
  return { state: 'valid', code: null };
}
