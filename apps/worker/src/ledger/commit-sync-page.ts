import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';

export interface SyncPage {
  /** Where the next page begins; `end` ends the job well; a code ends it badly. */
  readonly next: { readonly token: string } | 'end' | { readonly errorCode: string };
  /** Merged into the job's detail: counts, days and codes. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly write: (transaction: OrganizationTransaction) => Promise<void>;
}

/**
 * One page of a pull that belongs to no audit: the job advances under its fence, and what the page brought is written with it, or nothing is.
 * @throws JobInterrupted `fenced` when another worker holds the job, `revoked` when the connection is closed
 */
export async function commitSyncPage(pool: Pool, job: ClaimedJob, { next, detail, write }: SyncPage): Promise<ClaimedJob> {
  const token = next !== 'end' && 'token' in next ? next.token : null;
  const errorCode = next !== 'end' && 'errorCode' in next ? next.errorCode : null;
  const state = next === 'end' ? 'done' : 'token' in next ? 'running' : 'failed';
  await withOrganization(pool, job.organizationId, async (transaction) => {
    // First statement of all: the row lock that it takes is what stops a worker that lost its lease.
    const { rowCount } = await transaction.query(
      `update vitrine.job j set page_no = j.page_no + 1, page_token = $5, attempt = 0, detail = j.detail || $6::jsonb, state = $7, error_code = $8,
         ended_at = case when $7 = 'running' then null else now() end, lease_until = case when $7 = 'running' then j.lease_until end
       where j.organization_id = $1 and j.id = $2 and j.fence = $3 and j.page_no = $4 and j.state = 'running'
         and exists (select 1 from vitrine.connection c where c.organization_id = $1 and c.id = j.connection_id and c.state not in ('rejected', 'revoked', 'purged'))`,
      [job.organizationId, job.id, job.fence, job.pageNo, token, JSON.stringify(detail), state, errorCode],
    );
    if (rowCount === 0) {
      const held = await transaction.query(
        `select 1 from vitrine.job where organization_id = $1 and id = $2 and fence = $3 and page_no = $4 and state = 'running'`,
        [job.organizationId, job.id, job.fence, job.pageNo],
      );
      throw new JobInterrupted(held.rowCount === 0 ? 'fenced' : 'revoked');
    }
    await write(transaction);
  });
  return { ...job, pageNo: job.pageNo + 1, pageToken: token, attempt: 0, detail: { ...job.detail, ...detail } };
}
