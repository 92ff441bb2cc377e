import type { PolicyDocument } from './policy-document.js';
import { decide, type PolicyRequest } from './policy-evaluation.js';

/** Who signed a call. */
export type AwsPrincipal =
  | { readonly kind: 'anonymous'; readonly arn: 'anonymous' }
  | {
      readonly kind: 'user';
      readonly arn: string;
      readonly userId: string;
      readonly accountId: string;
      readonly accessKeyId: string;
      readonly policies: readonly PolicyDocument[];
    }
  | {
      readonly kind: 'session';
      readonly arn: string;
      readonly userId: string;
      readonly accountId: string;
      readonly policies: readonly PolicyDocument[];
      /** Narrows the role; it can never widen it. */
      readonly sessionPolicy: PolicyDocument | null;
    };

/** Null: allowed. Else the clause by which AWS explains a refusal. */
export function refusalReason(principal: AwsPrincipal, request: PolicyRequest): string | null {
  if (principal.kind === 'anonymous') return `because no identity-based policy allows the ${request.action} action`;
  const identity = decide(principal.policies, request);
  if (identity === 'explicitDeny') return 'with an explicit deny in an identity-based policy';
  if (identity === 'implicitDeny') return `because no identity-based policy allows the ${request.action} action`;
  if (principal.kind === 'session' && principal.sessionPolicy !== null) {
    const session = decide([principal.sessionPolicy], request);
    if (session === 'explicitDeny') return 'with an explicit deny in a session policy';
    if (session === 'implicitDeny') return `because no session policy allows the ${request.action} action`;
  }
  return null;
}
