import { emptyAgreement, priceAgreementSchema, type PriceAgreement } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

/** What the organization negotiated; empty where it said nothing. */
export async function loadAgreement(transaction: OrganizationTransaction): Promise<PriceAgreement> {
  const [row] = await transaction.read(
    z.object({ document: priceAgreementSchema }),
    `select document from vitrine.price_agreement where organization_id = $1`,
    [transaction.organizationId],
  );
  return row?.document ?? emptyAgreement;
}
