import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const rowSchema = z.object({ fingerprint: z.string(), firstSeenAt: z.date() });

/** When standing findings of these fingerprints were first seen; a resolved one begins anew. */
export async function firstSeen(transaction: OrganizationTransaction, fingerprints: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await transaction.read(
    rowSchema,
    `select fingerprint, first_seen_at as "firstSeenAt" from vitrine.finding where organization_id = $1 and fingerprint = any($2) and status not in ('resolved', 'realised')`,
    [transaction.organizationId, fingerprints],
    'prepared',
  );
  return new Map(rows.map((row) => [row.fingerprint, row.firstSeenAt]));
}
