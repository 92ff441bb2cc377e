import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';
import { VitrineError } from '@vitrine/contracts';

/** A provider that refuses its own page token this often has no walk to the end. */
const restartLimit = 3;

/**
 * The provider refused the page token: the walk begins again at page 0 and its pages, candidates and their metrics pages are taken back.
 * Findings stay, since every write of them is idempotent. The number of restarts is kept, so that this cannot go on for ever.
 */
export async function restartCursor(pool: Pool, job: ClaimedJob): Promise<ClaimedJob> {
  const restarts = (typeof job.detail['restarts'] === 'number' ? job.detail['restarts'] : 0) + 1;
  if (restarts > restartLimit)
    throw new VitrineError({ code: 'page-token-refused', status: 422, publicMessage: 'The cloud refused to go on with its own list.' });
  const detail = { restarts, rejected: 0 };
  await withOrganization(pool, job.organizationId, async (transaction) => {
    const { rowCount } = await transaction.query(
      `update vitrine.job set page_no = 0, page_token = null, detail = detail || $4::jsonb where organization_id = $1 and id = $2 and fence = $3 and state = 'running'`,
      [job.organizationId, job.id, job.fence, JSON.stringify(detail)],
    );
    if (rowCount === 0) throw new JobInterrupted('fenced');
    const ids = [job.organizationId, job.id];
    await transaction.query(`delete from vitrine.candidate where organization_id = $1 and job_id = $2`, ids);
    await transaction.query(
      `delete from vitrine.audit_page where organization_id = $1 and (job_id = $2 or job_id in (
         select m.id from vitrine.job m where m.organization_id = $1 and m.audit_id = $3 and m.kind = 'metrics' and m.detail->>'cursorJobId' = $2::text))`,
      [...ids, job.auditId],
    );
  });
  return { ...job, pageNo: 0, pageToken: null, detail: { ...job.detail, ...detail } };
}
