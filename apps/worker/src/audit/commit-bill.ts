import type { CallResult } from '@vitrine/cloud-readers';
import { VitrineError } from '@vitrine/contracts';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage, type PageCommit } from '../jobs/commit-page.js';
import { emptyPage, type PageRecord } from '../jobs/page-record.js';
import { commitSyncPage } from '../ledger/commit-sync-page.js';
import { dropStaged } from '../ledger/stage-rows.js';
import type { AuditContext } from './audit-context.js';

/** What one page's calls were, and what the pull has cost the customer with them. */
export interface Taken {
  readonly calls: PageRecord['calls'];
  readonly spentUsd: string;
}

/** Without a bill findings are priced by the list: the audit goes on and says what it lacks. */
export async function commitRefusal(
  context: AuditContext,
  job: ClaimedJob,
  refusal: Exclude<CallResult, { outcome: 'read' }>,
  { calls, spentUsd }: Taken,
): Promise<void> {
  if (refusal.outcome === 'unavailable' && refusal.retryable && job.attempt < 3) {
    throw new VitrineError({ code: 'cloud-unavailable', status: 503, publicMessage: 'The cloud did not answer.', internal: refusal.reason, retryable: true });
  }
  const denied = refusal.outcome === 'denied';
  const overBudget = refusal.outcome === 'unavailable' && refusal.reason === 'budget-exhausted';
  const permission = denied ? refusal.permission : context.catalogue.permissionOf(refusal.operation);
  await commitBill(context, job, {
    next: denied && job.auditId !== null ? 'end' : { errorCode: denied ? 'bill-denied' : overBudget ? 'budget-exhausted' : 'bill-unavailable' },
    page: {
      ...emptyPage,
      calls,
      blindSpots: [{ ruleId: 'bill', operation: refusal.operation, permission, reason: denied ? 'no_permission' : 'unavailable' }],
    },
    detail: { spentUsd, ...(denied ? { denied: { operation: refusal.operation, permission } } : {}) },
    write: async (transaction) => await dropStaged(transaction, job.id),
  });
}

export type BillCommit = PageCommit & Required<Pick<PageCommit, 'detail' | 'write'>>;

/** A page of an audit is counted in it; a pull of its own has only itself. */
export async function commitBill(context: AuditContext, job: ClaimedJob, page: BillCommit): Promise<ClaimedJob> {
  if (job.auditId === null) return await commitSyncPage(context.pool, job, page);
  return (await commitPage(context.pool, job, page)).job;
}
