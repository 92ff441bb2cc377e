import type { Pool } from 'pg';
import type { JobReference } from '@vitrine/contracts';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import { buryJob } from './bury-job.js';
import { claimedJobSchema, type ClaimedJob } from './claimed-job.js';

/** Claims in a row without a committed page after which a job is dead. */
export const attemptLimit = 3;

/** How long a claim or heartbeat holds, in seconds of the database's clock. */
export const defaultLeaseSeconds = 10;

export type Claim =
  | { readonly outcome: 'claimed'; readonly job: ClaimedJob }
  /** Somebody else has it, it is over, it waits for others, or the pair of ids names no row of this organization. */
  | { readonly outcome: 'not-due' }
  | { readonly outcome: 'buried' };

const due = `j.organization_id = $1 and j.id = $2
  and (j.not_before is null or j.not_before <= now())
  and (j.state = 'queued' or (j.state = 'running' and j.lease_until < now()))
  and not exists (select 1 from vitrine.job w where w.organization_id = j.organization_id and w.id = any(j.waits_for) and w.state in ('queued', 'running'))`;

const claimSql = `
update vitrine.job j
set state = 'running', fence = j.fence + 1, attempt = j.attempt + 1, lease_until = clock_timestamp() + make_interval(secs => $3)
from vitrine.connection c
where ${due} and j.attempt < $4 and c.organization_id = j.organization_id and c.id = j.connection_id
returning j.organization_id as "organizationId", j.id, j.kind, j.audit_id as "auditId", j.connection_id as "connectionId", c.cloud, j.queue, j.reader, j.scope,
  j.fence::text as fence, j.attempt, j.page_no as "pageNo", j.page_token as "pageToken", j.detail, j.trace_id as "traceId", c.state as "connectionState",
  coalesce((select a.credential_version from vitrine.audit a where a.organization_id = j.organization_id and a.id = j.audit_id), c.credential_version) as "credentialVersion",
  coalesce((select a.cancel_requested_at is not null from vitrine.audit a where a.organization_id = j.organization_id and a.id = j.audit_id), false) as "cancelRequested"`;

/**
 * Takes a due job under a new fence, in one update: of a hundred deliveries of one job exactly one claims it.
 * Both ids are in the predicate, so a forged pair finds no row. A job that was claimed `attemptLimit` times without a page is buried instead.
 */
export async function claimJob(pool: Pool, reference: JobReference, leaseSeconds: number = defaultLeaseSeconds): Promise<Claim> {
  return await withOrganization(pool, reference.organizationId, async (transaction) => {
    const { organizationId, jobId } = reference;
    const [job] = await transaction.read(claimedJobSchema, claimSql, [organizationId, jobId, leaseSeconds, attemptLimit]);
    if (job !== undefined) return { outcome: 'claimed', job };
    return (await buryExhausted(transaction, reference)) ? { outcome: 'buried' } : { outcome: 'not-due' };
  });
}

async function buryExhausted(transaction: OrganizationTransaction, { organizationId, jobId }: JobReference): Promise<boolean> {
  const { rows } = await transaction.query(`select 1 from vitrine.job j where ${due} and j.attempt >= $3 for no key update`, [
    organizationId,
    jobId,
    attemptLimit,
  ]);
  if (rows.length === 0) return false;
  return await buryJob(transaction, jobId);
}
