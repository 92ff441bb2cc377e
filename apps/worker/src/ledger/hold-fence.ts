import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { JobInterrupted } from '../jobs/job-interrupted.js';

/**
 * Last statement of a long transaction: rows that took minutes are committed only by the worker that still holds the job. Not the first, since
 * the lock that it takes keeps the job's own heartbeats waiting.
 * @throws JobInterrupted `fenced` when another worker holds the job, `revoked` when the connection is closed
 */
export async function holdFence(transaction: OrganizationTransaction, job: ClaimedJob): Promise<void> {
  const { rows } = await transaction.query<{ closed: boolean }>(
    `select c.state in ('rejected', 'revoked', 'purged') as closed from vitrine.job j
     join vitrine.connection c on c.organization_id = j.organization_id and c.id = j.connection_id
     where j.organization_id = $1 and j.id = $2 and j.fence = $3 and j.page_no = $4 and j.state = 'running' for no key update of j`,
    [job.organizationId, job.id, job.fence, job.pageNo],
  );
  const [row] = rows;
  if (row === undefined) throw new JobInterrupted('fenced');
  if (row.closed) throw new JobInterrupted('revoked');
}
