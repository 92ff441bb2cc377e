import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import { organizations } from './organizations.js';

const countSchema = z.object({ count: z.number().int() });

/** Current envelopes of all organizations that lie under one of these keys. */
export async function countOldEnvelopes(pool: Pool, kids: readonly string[]): Promise<number> {
  let total = 0;
  for await (const organizationId of organizations(pool)) {
    total += await withOrganization(
      pool,
      organizationId,
      async (transaction) => {
        const [row] = await transaction.read(
          countSchema,
          'select count(*)::integer as count from vitrine.credential where organization_id = $1 and kid = any($2)',
          [organizationId, kids],
        );
        return row?.count ?? 0;
      },
      { mode: 'read-only' },
    );
  }
  return total;
}
