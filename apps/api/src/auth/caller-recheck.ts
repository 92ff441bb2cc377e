import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { insufficientScope, organizationSuspended, tokenExpired, tokenRevoked } from './auth-errors.js';
import type { Caller } from './caller.js';
import { roleSchema, scopesOfRole, type Scope } from './scopes.js';

const rowSchema = z.object({
  member_state: z.enum(['active', 'removed']),
  role: roleSchema,
  organization_state: z.enum(['active', 'suspended']),
  token_expired: z.boolean().nullable(),
  token_revoked: z.boolean().nullable(),
});

/** For answers that outlive their first statement, such as event streams: is the caller still allowed? */
@Injectable()
export class CallerRecheck {
  constructor(private readonly database: Database) {}

  /**
   * Attack: a stream opened before a revocation goes on telling for hours.
   * @throws VitrineError 401 `token-revoked` | `token-expired`, 403 `organization-suspended` | `insufficient-scope`
   */
  async expectStill(caller: Caller, scope: Scope): Promise<void> {
    const tokenId = caller.via.kind === 'api-token' ? caller.via.tokenId : null;
    const expiresAt = caller.via.kind === 'oidc' ? caller.via.expiresAt : null;
    const [row] = await this.database.inOrganization(
      caller.organizationId,
      async (tx) =>
        await tx.read(
          rowSchema,
          `select m.state as member_state, m.role, o.state as organization_state,
                  coalesce(t.expires_at, $4::timestamptz) <= now() as token_expired, t.revoked_at is not null as token_revoked
             from vitrine.member m
             join vitrine.organization o on o.organization_id = m.organization_id
             left join vitrine.api_token t on t.organization_id = m.organization_id and t.id = $3
            where m.organization_id = $1 and m.id = $2`,
          [caller.organizationId, caller.memberId, tokenId, expiresAt],
        ),
      { mode: 'read-only' },
    );
    if (row === undefined || row.member_state === 'removed' || row.token_revoked === true) throw tokenRevoked();
    if (row.token_expired === true) throw tokenExpired();
    if (row.organization_state === 'suspended') throw organizationSuspended();
    if (!scopesOfRole[row.role].includes(scope) || !caller.scopes.has(scope)) throw insufficientScope(scope);
  }
}
