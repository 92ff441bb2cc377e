import { memberIdSchema, organizationIdSchema, VitrineError, type OrganizationId } from '@vitrine/contracts';
import { sqlStateOf } from '@vitrine/database';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import { freshId } from '../database/fresh-id.js';
import { nameSchema } from '../http/names.js';

/** What an operator says to make an organization: which verified claim means it, and who owns it. */
export const newOrganizationSchema = z.strictObject({
  name: nameSchema,
  issuer: z.url(),
  /** The claim's name as the issuer is configured with: `org_id`, `tid`. */
  claim: z.string().min(1).max(100),
  value: z.string().min(1).max(255),
  /** `sub` of the first owner. */
  owner: z.string().min(1).max(255),
  email: z.email().optional(),
});
export type NewOrganization = z.infer<typeof newOrganizationSchema>;

/**
 * Makes an organization, its claim and its owner in one transaction, by the API's own role and grants.
 * @throws VitrineError `claim-taken` where the claim means an organization already
 */
export async function createOrganization(pool: Pool, wish: NewOrganization): Promise<OrganizationId> {
  const organizationId = freshId(organizationIdSchema);
  const memberId = freshId(memberIdSchema);
  try {
    await withOrganization(pool, organizationId, async (tx) => {
      await tx.query(`insert into vitrine.organization (organization_id, name) values ($1, $2)`, [organizationId, wish.name]);
      await tx.query(`insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, $3, $4)`, [
        organizationId,
        wish.issuer,
        wish.claim,
        wish.value,
      ]);
      await tx.query(`insert into vitrine.member (organization_id, id, issuer, subject, email, role) values ($1, $2, $3, $4, $5, 'owner')`, [
        organizationId,
        memberId,
        wish.issuer,
        wish.owner,
        wish.email ?? null,
      ]);
      await tx.query(
        `insert into vitrine.trail_event (organization_id, id, type, principal, payload) values ($1, $2, 'organization.created', 'operator', $3)`,
        [organizationId, freshId(z.string()), JSON.stringify({ by: 'operator', memberId })],
      );
    });
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error;
    throw new VitrineError({
      code: 'claim-taken',
      status: 409,
      publicMessage: 'This claim means an organization already.',
      internal: 'issuer, claim and value are taken',
    });
  }
  return organizationId;
}
