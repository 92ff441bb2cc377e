import { billSchema, exportFolderOf, jobIdSchema, newId, queueOf, type AuditId, type ExportFolder } from '@vitrine/contracts';
import { scopeText, type BillingPins, type Estate } from '@vitrine/cloud-readers';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { NewJob } from '../jobs/insert-jobs.js';
import type { AuditContext } from './audit-context.js';
import { sha256Hex } from '../jobs/hash-text.js';
import { billScopes, type BillSource } from './bill-source.js';
import type { LoadedAudit } from './load-audit.js';

/** A bill that was pulled so recently is not pulled again: every page of some providers costs money. */
const freshHours = 6;

/** The native bill that the connection names, or null where it names none. */
export function chosenBill(context: AuditContext, cloud: ClaimedJob['cloud'], bill: unknown): BillSource | null {
  const named = billSchema.safeParse(bill);
  if (!named.success) return null;
  return context.billSources.find((source) => source.kind === named.data.source && source.cloud === cloud) ?? null;
}

/** One pull for all scopes of the connection; their walk is the job's own detail. */
export async function billJob(
  transaction: OrganizationTransaction,
  context: AuditContext,
  job: ClaimedJob,
  auditId: AuditId,
  audit: LoadedAudit,
  estate: Estate,
): Promise<NewJob | null> {
  const source = chosenBill(context, job.cloud, audit.bill);
  if (source === null) return null;
  const { rows } = await transaction.query(
    `select 1 from vitrine.cost_source where organization_id = $1 and (source_key = $2 or dataset = $2) and loaded_at > now() - make_interval(hours => $3)`,
    [job.organizationId, billKey(job.connectionId, source, exportFolderOf(billSchema.parse(audit.bill))), freshHours],
  );
  if (rows.length > 0) return null;
  const scopes = billScopes(estate).map(scopeText);
  if (scopes.length === 0) return null;
  return {
    id: jobIdSchema.parse(newId(jobIdSchema)),
    kind: 'bill',
    auditId,
    connectionId: job.connectionId,
    reader: null,
    scope: null,
    queue: queueOf('bill', job.cloud),
    waitsFor: [],
    detail: { source: source.kind, scopes, at: 0, rows: 0 },
    traceId: job.traceId,
  };
}

/**
 * What makes two pulls of one bill the same; loading again replaces. Two exports are two bills: under one key months of the first would stay and be
 * added to the second's.
 */
export function billKey(connectionId: string, { kind }: Pick<BillSource, 'kind'>, folder: ExportFolder | null = null): string {
  const key = `${connectionId}/${kind}`;
  return folder === null ? key : `${key}/${sha256Hex(JSON.stringify([folder.place, folder.container, folder.prefix])).slice(0, 16)}`;
}

/** The export that a session may open; null where it may open none. */
export function pinnedFolder({ s3Export, blobExport }: BillingPins): ExportFolder | null {
  if (s3Export !== undefined) return { place: s3Export.bucket, container: null, prefix: s3Export.prefix, kmsKeyArn: s3Export.kmsKeyArn ?? null };
  return blobExport === undefined ? null : { place: blobExport.storageAccount, container: blobExport.container, prefix: blobExport.prefix, kmsKeyArn: null };
}
