import type { OrganizationId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';

const droppedSchema = z.object({ dropped: z.int() });

/** What the trail keeps of an entry longer than the organization wishes, and deliveries to receivers that ended 30 days ago: each a few thousand rows a call. */
const sweeps = ['vitrine.drop_trail_payloads()', 'vitrine.drop_webhook_deliveries()'] as const;

/** Drops what one organization keeps no longer, one short transaction after the other; what an interruption leaves is the next call's. */
export async function dropOld(pool: Pool, organizationId: OrganizationId, interrupted: () => boolean): Promise<void> {
  for (const sweep of sweeps) {
    let dropped = 1;
    while (dropped > 0 && !interrupted()) {
      const rows = await withOrganization(pool, organizationId, (transaction) => transaction.read(droppedSchema, `select ${sweep} as dropped`));
      dropped = rows[0]?.dropped ?? 0;
    }
  }
}
