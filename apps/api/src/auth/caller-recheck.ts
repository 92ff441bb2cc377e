import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { insufficientScope, organizationSuspended, tokenExpired, tokenRevoked } from './auth-errors.js';
import type { Caller } from './caller.js';
import { OperatorCallers } from './operator-callers.js';
import { PinnedIssuers } from './pinned-issuers.js';
import { roleSchema, scopesOfRole, type Scope } from './scopes.js';

const rowSchema = z.object({
  member_state: z.enum(['active', 'removed']),
  role: roleSchema,
  issuer: z.string(),
  organization_state: z.enum(['active', 'suspended']),
  token_expired: z.boolean().nullable(),
  token_revoked: z.boolean().nullable(),
});

/** For answers that outlive their first statement, such as event streams: is the caller still allowed? */
@Injectable()
export class CallerRecheck {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorCallers,
    private readonly pins: PinnedIssuers,
  ) {}

  /**
   * Attack: a stream opened before a revocation goes on telling for hours.
   * @throws VitrineError 401 `token-revoked` | `token-expired`, 403 `organization-suspended` | `insufficient-scope` | `operator-session-ended` | `operator-session-expired`
   */
  async expectStill(caller: Caller, scope: Scope): Promise<void> {
    if (caller.via.kind === 'operator') return await this.operators.expectStill(caller);
    const tokenId = caller.via.kind === 'oidc' ? null : caller.via.tokenId;
    const expiresAt = caller.via.kind === 'oidc' ? caller.via.expiresAt : null;
    const [row] = await this.database.inOrganization(
      caller.organizationId,
      async (tx) =>
        await tx.read(
          rowSchema,
          `select m.state as member_state, m.role, m.issuer, o.state as organization_state,
                  coalesce(t.expires_at, $4::timestamptz) <= now() as token_expired,
                  $3::uuid is not null and (t.id is null or t.revoked_at is not null) as token_revoked
             from vitrine.member m
             join vitrine.organization o on o.organization_id = m.organization_id
             left join vitrine.api_token t on t.organization_id = m.organization_id and t.id = $3
            where m.organization_id = $1 and m.id = $2`,
          [caller.organizationId, caller.memberId, tokenId, expiresAt],
          'prepared',
        ),
      { mode: 'one-read' },
    );
    if (row === undefined || row.member_state === 'removed' || row.token_revoked === true) throw tokenRevoked();
    // Pinned since: another issuer's sign-in is none any more.
    const pin = caller.via.kind === 'oidc' ? await this.pins.of(caller.organizationId) : 'none';
    if (pin !== 'none' && pin.issuer !== row.issuer) throw tokenRevoked();
    if (row.token_expired === true) throw tokenExpired();
    if (row.organization_state === 'suspended') throw organizationSuspended();
    if (!scopesOfRole[row.role].includes(scope) || !caller.scopes.has(scope)) throw insufficientScope(scope);
  }
}
