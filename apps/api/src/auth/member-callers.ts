import { Injectable } from '@nestjs/common';
import { memberIdSchema, organizationIdSchema, type MemberId, type OrganizationId } from '@vitrine/contracts';
import { sqlStateOf } from '@vitrine/database';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { record } from '../trail/record.js';
import { membershipRequired, organizationSuspended, organizationUnknown, tokenRevoked } from './auth-errors.js';
import type { Caller } from './caller.js';
import type { VerifiedIdentity } from './oidc-verifier.js';
import { expectPinned } from './pin.js';
import { PinnedIssuers } from './pinned-issuers.js';
import { roleSchema, scopesOfRole } from './scopes.js';

const rowSchema = z.object({ id: memberIdSchema, state: z.enum(['active', 'removed']), role: roleSchema, organization_state: z.enum(['active', 'suspended']) });

/** Members behind verified OIDC tokens (CF-18: the organization comes from the verified claim, never from body or query). */
@Injectable()
export class MemberCallers {
  constructor(
    private readonly database: Database,
    private readonly pins: PinnedIssuers,
  ) {}

  /** @throws VitrineError 403 `organization-unknown` | `membership-required` | `organization-suspended` | `assignment-required`, 401 `token-revoked` | `token-invalid` */
  async callerOf(identity: VerifiedIdentity): Promise<Caller> {
    const organizationId = await this.organizationOf(identity);
    const presented = `member ${JSON.stringify([identity.issuer.issuer, identity.subject])}`;
    const row = await this.database.recent.get(organizationId, presented, () => this.rowOf(organizationId, identity));
    if (row === undefined) throw membershipRequired();
    if (row.state === 'removed') throw tokenRevoked();
    if (row.organization_state === 'suspended') throw organizationSuspended();
    const granted = scopesOfRole[row.role];
    const { scopes } = identity;
    return {
      organizationId,
      memberId: row.id,
      role: row.role,
      via: { kind: 'oidc', expiresAt: identity.expiresAt },
      scopes: new Set(scopes === 'all' ? granted : granted.filter((scope) => scopes.includes(scope))),
      connections: 'all',
    };
  }

  private async rowOf(organizationId: OrganizationId, identity: VerifiedIdentity): Promise<z.infer<typeof rowSchema> | undefined> {
    const [row] = await this.database.inOrganization(
      organizationId,
      async (tx) =>
        await tx.read(
          rowSchema,
          `select m.id, m.state, m.role, o.state as organization_state
             from vitrine.member m join vitrine.organization o on o.organization_id = m.organization_id
            where m.organization_id = $1 and m.issuer = $2 and m.subject = $3`,
          [organizationId, identity.issuer.issuer, identity.subject],
        ),
      { mode: 'one-read' },
    );
    return row;
  }

  /**
   * The organization of the verified claim, if the identity's issuer may open it.
   * @throws VitrineError 403 `organization-unknown` | `assignment-required`, 401 `token-invalid`
   */
  async organizationOf(identity: VerifiedIdentity): Promise<OrganizationId> {
    const organizationId = await this.claimedOrganization(identity);
    // Before anything is told of members: of a pinned organization another issuer's token learns nothing.
    const pin = await this.pins.of(organizationId);
    if (pin !== 'none') expectPinned(pin, identity);
    return organizationId;
  }

  private async claimedOrganization(identity: VerifiedIdentity): Promise<OrganizationId> {
    if (identity.organizationValue === 'none') throw organizationUnknown();
    const { issuer, organizationClaim } = identity.issuer;
    const found = await this.database.organizationOfClaim(issuer, organizationClaim, identity.organizationValue);
    if (found !== 'unknown') return found;
    if (!identity.issuer.createOnFirstSignIn) throw organizationUnknown();
    return await this.create(identity, identity.organizationValue);
  }

  /** The first to arrive owns; the copy in `directory` decides between two who arrive together. */
  private async create(identity: VerifiedIdentity, value: string): Promise<OrganizationId> {
    const organizationId = freshId(organizationIdSchema);
    const memberId: MemberId = freshId(memberIdSchema);
    const { issuer, organizationClaim } = identity.issuer;
    try {
      await this.database.inOrganization(organizationId, async (tx) => {
        await tx.query(`insert into vitrine.organization (organization_id, name) values ($1, $2)`, [organizationId, value.slice(0, 120)]);
        await tx.query(`insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, $3, $4)`, [
          organizationId,
          issuer,
          organizationClaim,
          value,
        ]);
        await tx.query(`insert into vitrine.member (organization_id, id, issuer, subject, email, role) values ($1, $2, $3, $4, $5, 'owner')`, [
          organizationId,
          memberId,
          issuer,
          identity.subject,
          identity.email,
        ]);
        await record(tx, { type: 'organization.created', payload: { by: 'first-sign-in', memberId } });
      });
      return organizationId;
    } catch (error) {
      if (sqlStateOf(error) !== '23505') throw error;
      const winner = await this.database.organizationOfClaim(issuer, organizationClaim, value);
      if (winner === 'unknown') throw organizationUnknown();
      return winner;
    }
  }
}
