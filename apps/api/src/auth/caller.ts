import type { ApiTokenId, MemberId, OperatorSessionId, OrganizationId, TrustRuleId } from '@vitrine/contracts';
import { notFound } from '../http/problem.js';
import { operatorReadOnly } from './operator-errors.js';
import type { OperatorId } from './operator-id.js';
import type { Role, Scope } from './scopes.js';

/** Who is calling, as the database knew it in this request's first statement. */
export interface Caller {
  readonly organizationId: OrganizationId;
  /** The person; for an API token, the member who made it; for a CI run, the member who made its trust rule. An operator is nobody's member. */
  readonly memberId: MemberId | 'none';
  readonly role: Role | 'none';
  readonly via:
    | { readonly kind: 'oidc'; readonly expiresAt: Date }
    | { readonly kind: 'api-token'; readonly tokenId: ApiTokenId }
    /** A run of a CI service, by a token of a quarter of an hour that it got for its id token. */
    | { readonly kind: 'ci'; readonly tokenId: ApiTokenId; readonly trustRuleId: TrustRuleId }
    /** An operator of the platform; `none` on the routes where he asks for a session, which show him no tenant data. */
    | { readonly kind: 'operator'; readonly operator: OperatorId; readonly session: OperatorSessionId | 'none' };
  readonly scopes: ReadonlySet<Scope>;
  /** An API token may be bound to some connections. */
  readonly connections: 'all' | ReadonlySet<string>;
}

/** How rows and logs name the caller: `member:<id>`, `token:<id>`, `ci:<trust rule id>` or `operator:<issuer>|<subject>`. */
export function callerText({ via, memberId }: Caller): string {
  switch (via.kind) {
    case 'oidc':
      return `member:${memberId}`;
    case 'api-token':
      return `token:${via.tokenId}`;
    case 'ci':
      return `ci:${via.trustRuleId}`;
    case 'operator':
      return `operator:${via.operator}`;
    default:
      return via satisfies never;
  }
}

/** For what is written in a member's name. @throws VitrineError 403 `operator-read-only` */
export function memberOf({ memberId }: Caller): MemberId {
  if (memberId === 'none') throw operatorReadOnly();
  return memberId;
}

/**
 * For every route that touches a connection or what belongs to one.
 * @throws VitrineError 404 `not-found`, since what a token is not bound to does not exist for it
 */
export function expectConnection({ connections }: Caller, connectionId: string): void {
  if (connections !== 'all' && !connections.has(connectionId)) throw notFound();
}

/**
 * For what belongs to the organization as a whole. Attack: a token that is bound to one connection reads the trail of all of them, has their events
 * sent to itself, or lets an operator in.
 * @throws VitrineError 404 `not-found`, since what a token is not bound to does not exist for it
 */
export function expectWhole({ connections }: Caller): void {
  if (connections !== 'all') throw notFound();
}

/** As a statement's parameter: `and ($n::uuid[] is null or connection_id = any($n))`. */
export function connectionFilter({ connections }: Caller): string[] | null {
  return connections === 'all' ? null : [...connections];
}
