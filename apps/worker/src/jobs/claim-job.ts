import type { Pool } from 'pg';
import type { JobReference } from '@vitrine/contracts';
import { withOrganization, type OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { buryJob } from './bury-job.js';
import { claimedJobSchema, isOnConnection, type AnyJob, type ClaimedJob } from './claimed-job.js';

/** Attempts in a row that failed by themselves, without a committed page, after which a job is dead. */
export const attemptLimit = 3;

/**
 * Holders lost in a row, without a committed page, after which a job is dead. Once is bad luck (a node evicted, a poisonous neighbour); after
 * the second loss it is suspected and runs alone in its process, so that only a job that kills its holder by itself comes to the third.
 */
export const lostHolderLimits = { suspected: 2, dead: 3 };

/** How long a claim or heartbeat holds, in seconds of the database's clock. */
export const defaultLeaseSeconds = 10;

export type Claim =
  | { readonly outcome: 'claimed'; readonly job: ClaimedJob }
  /** A delivery about no connection. */
  | { readonly outcome: 'claimed-unconnected'; readonly job: AnyJob }
  /** Somebody else has it, it is over, it waits for others, or the pair of ids names no row of this organization. */
  | { readonly outcome: 'not-due' }
  /** Due, but too many of its holders died: it may be taken alone only. */
  | { readonly outcome: 'suspect' }
  | { readonly outcome: 'buried' };

const due = `j.organization_id = $1 and j.id = $2
  and (j.not_before is null or j.not_before <= now())
  and (j.state = 'queued' or (j.state = 'running' and j.lease_until < now()))
  and not exists (select 1 from vitrine.job w where w.organization_id = j.organization_id and w.id = any(j.waits_for) and w.state in ('queued', 'running'))`;

/** Whoever takes over a running job counts the holder that is gone; that claim was no attempt that failed. */
const lostHolders = `j.lost_holders + case j.state when 'running' then 1 else 0 end`;

const claimSql = `
update vitrine.job j
set state = 'running', fence = j.fence + 1, attempt = case j.state when 'running' then greatest(j.attempt, 1) else j.attempt + 1 end,
  lost_holders = ${lostHolders}, lease_until = clock_timestamp() + make_interval(secs => $3)
from vitrine.job k left join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id
where ${due} and (j.state = 'running' or j.attempt < $4) and ${lostHolders} < $5 and k.organization_id = j.organization_id and k.id = j.id
returning j.organization_id as "organizationId", j.id, j.kind, j.audit_id as "auditId", j.connection_id as "connectionId", coalesce(c.cloud, j.queue) as cloud, j.queue, j.reader, j.scope,
  j.fence::text as fence, j.attempt, j.lost_holders as "lostHolders", j.page_no as "pageNo", j.page_token as "pageToken", j.detail, j.trace_id as "traceId", coalesce(c.state, 'none') as "connectionState",
  coalesce((select a.credential_version from vitrine.audit a where a.organization_id = j.organization_id and a.id = j.audit_id), c.credential_version, 0) as "credentialVersion",
  coalesce((select a.cancel_requested_at is not null from vitrine.audit a where a.organization_id = j.organization_id and a.id = j.audit_id), false) as "cancelRequested"`;

/** Whether anybody else is at work in the process that claims. */
export type Company = 'alone' | 'beside-others';

/**
 * Takes a due job under a new fence, in one update: of a hundred deliveries of one job exactly one claims it.
 * Both ids are in the predicate, so a forged pair finds no row. A job whose attempts or holders are used up without a page is buried instead.
 */
export async function claimJob(pool: Pool, reference: JobReference, leaseSeconds: number = defaultLeaseSeconds, company: Company = 'alone'): Promise<Claim> {
  const { organizationId, jobId } = reference;
  const lossesBelow = company === 'alone' ? lostHolderLimits.dead : lostHolderLimits.suspected;
  const [job] = await withOrganization(
    pool,
    organizationId,
    async (transaction) => await transaction.readLast(claimedJobSchema, claimSql, [organizationId, jobId, leaseSeconds, attemptLimit, lossesBelow], 'prepared'),
  );
  if (job === undefined) return await withOrganization(pool, organizationId, async (transaction) => await whyNot(transaction, reference, company));
  return isOnConnection(job) ? { outcome: 'claimed', job } : { outcome: 'claimed-unconnected', job };
}

const dueSchema = z.object({ failed: z.boolean(), abandoned: z.boolean(), lostHolders: z.number().int() });

const dueSql = `
select j.state = 'queued' and j.attempt >= $3 as failed, ${lostHolders} >= $4 as abandoned, ${lostHolders} as "lostHolders"
from vitrine.job j where ${due} for no key update`;

async function whyNot(transaction: OrganizationTransaction, { organizationId, jobId }: JobReference, company: Company): Promise<Claim> {
  const [found] = await transaction.read(dueSchema, dueSql, [organizationId, jobId, attemptLimit, lostHolderLimits.dead]);
  if (found === undefined) return { outcome: 'not-due' };
  if (!found.failed && !found.abandoned) return { outcome: company === 'alone' ? 'not-due' : 'suspect' };
  await transaction.query(`update vitrine.job set lost_holders = $3 where organization_id = $1 and id = $2`, [organizationId, jobId, found.lostHolders]);
  return { outcome: (await buryJob(transaction, jobId, found.abandoned ? 'holders-lost' : null)) ? 'buried' : 'not-due' };
}
