import type { OrganizationTransaction } from '@vitrine/tenancy';

/** One at a time decides which issuer opens the organization, or who its owners are. Also where there is no row to lock: two first pins must not meet. */
export async function lockPin(tx: OrganizationTransaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`identity-provider:${tx.organizationId}`]);
}
