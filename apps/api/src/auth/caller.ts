import type { ApiTokenId, MemberId, OrganizationId } from '@vitrine/contracts';
import { notFound } from '../http/problem.js';
import type { Role, Scope } from './scopes.js';

/** Who is calling, as the database knew it in this request's first statement. */
export interface Caller {
  readonly organizationId: OrganizationId;
  /** The person; for an API token, the member who made it. */
  readonly memberId: MemberId;
  readonly role: Role;
  readonly via: { readonly kind: 'oidc'; readonly expiresAt: Date } | { readonly kind: 'api-token'; readonly tokenId: ApiTokenId };
  readonly scopes: ReadonlySet<Scope>;
  /** An API token may be bound to some connections. */
  readonly connections: 'all' | ReadonlySet<string>;
}

/** How rows and logs name the caller: `member:<id>` or `token:<id>`. */
export function callerText({ via, memberId }: Caller): string {
  return via.kind === 'api-token' ? `token:${via.tokenId}` : `member:${memberId}`;
}

/**
 * For every route that touches a connection or what belongs to one.
 * @throws VitrineError 404 `not-found`, since what a token is not bound to does not exist for it
 */
export function expectConnection({ connections }: Caller, connectionId: string): void {
  if (connections !== 'all' && !connections.has(connectionId)) throw notFound();
}

/** As a statement's parameter: `and ($n::uuid[] is null or connection_id = any($n))`. */
export function connectionFilter({ connections }: Caller): string[] | null {
  return connections === 'all' ? null : [...connections];
}
