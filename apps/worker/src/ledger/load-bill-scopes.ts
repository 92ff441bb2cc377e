import type { Scope } from '@vitrine/cloud-readers';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import { auditSettingsSchema, chosenEstate } from '../audit/audit-settings.js';
import { billScopes } from '../audit/bill-source.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';

const rowSchema = z.object({
  accounts: z.array(z.string()).nullable(),
  settings: auditSettingsSchema,
});

/** The accounts whose bill is pulled, as the connection's last validation or audit found them, within the customer's choice. */
export async function loadBillScopes(pool: Pool, job: ClaimedJob): Promise<Scope[]> {
  const row = await withOrganization(
    pool,
    job.organizationId,
    async (transaction) => {
      const [found] = await transaction.read(
        rowSchema,
        `select estate->'accounts' as accounts, settings from vitrine.connection where organization_id = $1 and id = $2`,
        [job.organizationId, job.connectionId],
      );
      return found;
    },
    { mode: 'read-only' },
  );
  if (row?.accounts === null || row === undefined) return [];
  return billScopes(chosenEstate({ cloud: job.cloud, accounts: row.accounts, regions: [], tenantId: null }, row.settings));
}
