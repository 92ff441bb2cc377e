import { billingPinsSchema, type BillingPins } from '@vitrine/cloud-readers';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';

const bigQuerySchema = z.object({
  source: z.literal('bigquery'),
  project: z.string(),
  dataset: z.string(),
  table: z.string(),
  location: z.string().optional(),
});
const s3Schema = z.object({ source: z.literal('data-exports'), bucket: z.string(), region: z.string(), prefix: z.string(), exportName: z.string() });
const blobSchema = z.object({
  source: z.literal('cost-management-exports'),
  storageAccount: z.string(),
  container: z.string(),
  directory: z.string(),
  exportName: z.string(),
});
/** `a/b` and `name` → `a/b/name/`: the export's own folder and no other. */
const folder = (...names: readonly string[]): string =>
  names
    .filter((name) => name !== '')
    .map((name) => `${name}/`)
    .join('');
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
      );
      return found;
    },
    { mode: 'read-only' },
  );
  if (row === undefined) return {};
  const table = bigQuerySchema.safeParse(row.bill);
  const s3 = s3Schema.safeParse(row.bill);
  const blob = blobSchema.safeParse(row.bill);
  return billingPinsSchema.parse({
    ...(job.cloud === 'aws' && row.accountPinned !== null ? { awsAccountId: row.accountPinned } : {}),
    ...(job.cloud === 'azure' && row.accounts !== null ? { azureScopes: row.accounts.map((account) => `subscriptions/${account}`) } : {}),
    ...(job.cloud === 'aws' && s3.success
      ? { s3Export: { bucket: s3.data.bucket, region: s3.data.region, prefix: folder(s3.data.prefix, s3.data.exportName) } }
      : {}),
    ...(job.cloud === 'azure' && blob.success
      ? {
          blobExport: {
            storageAccount: blob.data.storageAccount,
            container: blob.data.container,
            prefix: folder(blob.data.directory, blob.data.exportName),
          },
        }
      : {}),
    ...(job.cloud === 'gcp' && table.success
      ? {
          bigQuery: {
            jobProject: table.data.project,
            table: `${table.data.project}.${table.data.dataset}.${table.data.table}`,
            maximumBytesBilled,
            ...(table.data.location === undefined ? {} : { location: table.data.location }),
          },
        }
      : {}),
  });
}
