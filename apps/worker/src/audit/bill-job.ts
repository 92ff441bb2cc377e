import { jobIdSchema, newId, queueOf, type AuditId } from '@vitrine/contracts';
import { scopeText, type Estate } from '@vitrine/cloud-readers';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { NewJob } from '../jobs/insert-jobs.js';
import type { AuditContext } from './audit-context.js';
import { billScopes, type BillSource } from './bill-source.js';
import type { LoadedAudit } from './load-audit.js';
import { z } from 'zod';

/** A bill that was pulled so recently is not pulled again: every page of some providers costs money. */
const freshHours = 6;

const choiceSchema = z.object({ source: z.enum(['cost-explorer', 'cost-management', 'bigquery', 'data-exports', 'cost-management-exports']) });

/** The native bill that the connection names, or null where it names none. */
export function chosenBill(context: AuditContext, cloud: ClaimedJob['cloud'], bill: unknown): BillSource | null {
  const choice = choiceSchema.safeParse(bill);
  if (!choice.success) return null;
  return context.billSources.find((source) => source.kind === choice.data.source && source.cloud === cloud) ?? null;
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
    [job.organizationId, billKey(job.connectionId, source), freshHours],
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

/** What makes two pulls of one bill the same; loading again replaces. */
export const billKey = (connectionId: string, source: Pick<BillSource, 'kind'>): string => `${connectionId}/${source.kind}`;
