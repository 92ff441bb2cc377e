import { billingPinsSchema, type BillingPins } from '@vitrine/cloud-readers';
import { billSchema, exportFolderOf } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';

const rowSchema = z.object({ accountPinned: z.string().nullable(), bill: z.unknown(), accounts: z.array(z.string()).nullable() });

/** What a bill query may scan; a detailed export of a large month stays below it. */
const maximumBytesBilled = String(100 * 1024 ** 3);

/** The one account, the subscriptions and the one table whose bill this connection may read; the gate compares every call with them. */
export async function loadPins(pool: Pool, job: ClaimedJob): Promise<BillingPins> {
  const row = await withOrganization(
    pool,
    job.organizationId,
    async (transaction) => {
      const [found] = await transaction.read(
        rowSchema,
        `select account_pinned as "accountPinned", bill, estate->'accounts' as accounts from vitrine.connection where organization_id = $1 and id = $2`,
        [job.organizationId, job.connectionId],
        'prepared',
      );
      return found;
    },
    { mode: 'one-read' },
  );
  if (row === undefined) return {};
  const named = billSchema.safeParse(row.bill);
  const bill = named.success ? named.data : null;
  const folder = exportFolderOf(bill);
  return billingPinsSchema.parse({
    ...(job.cloud === 'aws' && row.accountPinned !== null ? { awsAccountId: row.accountPinned } : {}),
    ...(job.cloud === 'azure' && row.accounts !== null ? { azureScopes: row.accounts.map((account) => `subscriptions/${account}`) } : {}),
    ...(job.cloud === 'aws' && bill?.source === 'data-exports' && folder !== null
      ? {
          s3Export: {
            bucket: folder.place,
            region: bill.region,
            prefix: folder.prefix,
            ...(bill.kmsKeyArn === undefined ? {} : { kmsKeyArn: bill.kmsKeyArn }),
          },
        }
      : {}),
    ...(job.cloud === 'azure' && folder !== null && folder.container !== null
      ? { blobExport: { storageAccount: folder.place, container: folder.container, prefix: folder.prefix } }
      : {}),
    ...(job.cloud === 'gcp' && bill?.source === 'bigquery'
      ? { bigQuery: { jobProject: bill.project, table: `${bill.project}.${bill.dataset}.${bill.table}`, maximumBytesBilled } }
      : {}),
  });
}
