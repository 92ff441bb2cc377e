import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { operatorSessionIdSchema, type OrganizationId } from '@vitrine/contracts';
import { z } from 'zod';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { operatorAccessOf, type OperatorAccess } from '../operator-sessions/operator-fields.js';
import { API_CONFIG } from '../platform/tokens.js';
import type { Caller } from './caller.js';
import { operatorSessionEnded, operatorSessionExpired, operatorSessionInvalid, operatorSessionRequired, operatorUnknown } from './operator-errors.js';
import { operatorIdSchema, type OperatorId } from './operator-id.js';
import { operatorScopes } from './operator-scopes.js';
import { OperatorSessionTokens, tokenHash, type SessionClaims } from './operator-session-token.js';
import type { Presented } from './presented.js';

/** The header beside the operator's own bearer token. */
export const SESSION_HEADER = 'vitrine-operator-session';

const rowSchema = z.object({
  id: operatorSessionIdSchema,
  operator: z.string(),
  state: z.enum(['requested', 'approved', 'active', 'ended', 'expired', 'refused']),
  expires_at: z.date(),
});
type SessionRow = z.infer<typeof rowSchema>;

/** Who is at the door of an operator's own routes, where no organization is known yet. */
const atTheDoor = new WeakMap<IncomingMessage, OperatorId>();
export const rememberOperator = (raw: IncomingMessage, operator: OperatorId): void => void atTheDoor.set(raw, operator);
export const operatorAtDoor = (raw: IncomingMessage): OperatorId | 'none' => atTheDoor.get(raw) ?? 'none';

/** Operators: their own token says who they are, the allowlist that they may ask, a session whose data they see, and until when. */
@Injectable()
export class OperatorCallers {
  readonly #access: OperatorAccess | 'off';
  readonly tokens: OperatorSessionTokens | 'off';

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    private readonly database: Database,
  ) {
    this.#access = operatorAccessOf(config);
    this.tokens = this.#access === 'off' ? 'off' : new OperatorSessionTokens(this.#access.key);
  }

  /**
   * @returns `none` for everybody whose token is not of the platform's issuer
   * @throws VitrineError 403 `operator-unknown` for its tokens of people who are not on the list: they are no organization's members either
   */
  operatorOf(presented: Presented): OperatorId | 'none' {
    if (presented.kind !== 'oidc' || this.#access === 'off' || presented.identity.issuer.issuer !== this.#access.issuer.issuer) return 'none';
    const operator = operatorIdSchema.safeParse(`${presented.identity.issuer.issuer}|${presented.identity.subject}`);
    if (!operator.success || !this.#access.operators.has(operator.data)) throw operatorUnknown();
    return operator.data;
  }

  /**
   * @param token of the header
   * @throws VitrineError 403 `operator-session-required` | `operator-session-invalid` | `operator-session-expired` | `operator-session-ended`
   */
  async callerOf(operator: OperatorId, token: string | readonly string[] | undefined): Promise<Caller> {
    if (token === undefined) throw operatorSessionRequired();
    if (typeof token !== 'string' || this.tokens === 'off') throw operatorSessionInvalid();
    const claims = await this.tokens.verify(token);
    // Attack: a session token that was stolen or lent, with another operator's bearer.
    if (claims.operator !== operator) throw operatorSessionInvalid();
    const hash = tokenHash(token);
    const row = await this.database.recent.get(claims.organizationId, `operator-session ${claims.sessionId} ${hash.toString('base64')}`, () =>
      this.rowOf(claims, hash),
    );
    if (row === undefined || row.operator !== operator) throw operatorSessionInvalid();
    expectLive(row);
    return {
      organizationId: claims.organizationId,
      memberId: 'none',
      role: 'none',
      via: { kind: 'operator', operator, session: row.id },
      scopes: operatorScopes,
      connections: 'all',
    };
  }

  /** For answers that outlive their first statement. @throws VitrineError 403 `operator-session-ended` | `operator-session-expired` */
  async expectStill({ organizationId, via }: Caller): Promise<void> {
    if (via.kind !== 'operator' || via.session === 'none') return;
    const { session } = via;
    const row = await this.database.recent.get(organizationId, `operator-session ${session}`, () =>
      this.read(organizationId, 'select id, operator, state, expires_at from vitrine.operator_session where organization_id = $1 and id = $2', [session]),
    );
    if (row === undefined) throw operatorSessionInvalid();
    expectLive(row);
  }

  private async rowOf({ organizationId, sessionId }: SessionClaims, hash: Buffer): Promise<SessionRow | undefined> {
    return await this.read(
      organizationId,
      'select id, operator, state, expires_at from vitrine.operator_session where organization_id = $1 and id = $2 and token_sha256 = $3',
      [sessionId, hash],
    );
  }

  private async read(organizationId: OrganizationId, sql: string, params: readonly unknown[]): Promise<SessionRow | undefined> {
    const [row] = await this.database.inOrganization(organizationId, (tx) => tx.read(rowSchema, sql, [organizationId, ...params]), { mode: 'one-read' });
    return row;
  }
}

function expectLive({ state, expires_at: expiresAt }: SessionRow): void {
  if (state === 'expired' || expiresAt <= new Date()) throw operatorSessionExpired();
  if (state !== 'active') throw operatorSessionEnded();
}
