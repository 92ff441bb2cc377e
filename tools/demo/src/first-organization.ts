import { memberIdSchema, newId, type OrganizationId } from '@vitrine/contracts';
import { createPool } from '@vitrine/database';
import { withOrganization } from '@vitrine/tenancy';
import type { Persona } from './issuer/issuer-configuration.js';

/**
 * An instance whose issuer had to move to another port keeps its organization: the new issuer's claim and member are added to it,
 * with the API's own role. (A first organization is made by the first sign-in.)
 */
export async function adoptMovedIssuer(apiDatabaseUrl: string, organizationId: OrganizationId, issuer: string, persona: Persona): Promise<void> {
  const pool = createPool({ url: apiDatabaseUrl, applicationName: 'vitrine-embedded-start', max: 1 });
  try {
    await withOrganization(pool, organizationId, async (transaction) => {
      await transaction.query(
        `insert into vitrine.organization_claim (organization_id, issuer, claim, value) values ($1, $2, 'org_id', $3) on conflict do nothing`,
        [organizationId, issuer, persona.organizationClaim],
      );
      await transaction.query(
        `insert into vitrine.member (organization_id, id, issuer, subject, email, role) values ($1, $2, $3, $4, $5, 'owner') on conflict do nothing`,
        [organizationId, newId(memberIdSchema), issuer, persona.subject, persona.email],
      );
    });
  } finally {
    await pool.end();
  }
}
