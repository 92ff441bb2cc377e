import type { Pool } from 'pg';
import { jobIdSchema } from '@vitrine/contracts';
import type { AuditContext } from '../audit/audit-context.js';
import { auditHandlers } from '../audit/audit-handlers.js';
import { runJob, type JobOutcome } from '../jobs/run-job.js';
import { offerDueJobs, type Offer } from '../relay/offer-due-jobs.js';
import { insertAudit, insertJob, type PlannedAudit, type SeededConnections } from './audit-rows.js';

export interface Pools {
  readonly root: Pool;
  readonly relay: Pool;
}

/** One relay round, and every offer worked off in order. @returns what was offered and how each ended */
export async function oneRound(context: AuditContext, pools: Pools): Promise<{ offers: readonly Offer[]; outcomes: readonly JobOutcome[] }> {
  const offers = await offerDueJobs(pools.relay, { offer: () => Promise.resolve() });
  const outcomes: JobOutcome[] = [];
  for (const { organizationId, jobId } of offers)
    outcomes.push(await runJob({ pool: context.pool, handlers: auditHandlers(context) }, { organizationId, jobId }));
  return { offers, outcomes };
}

/** Works until the relay has nothing to offer. */
export async function workUntilIdle(context: AuditContext, pools: Pools): Promise<JobOutcome[]> {
  const outcomes: JobOutcome[] = [];
  for (;;) {
    const round = await oneRound(context, pools);
    if (round.offers.length === 0) return outcomes;
    outcomes.push(...round.outcomes);
  }
}

/** An audit from its plan to its end, in this process. */
export async function runAuditHere(
  context: AuditContext,
  pools: Pools,
  organization: SeededConnections,
  options: { readonly rules?: readonly string[] } = {},
): Promise<PlannedAudit> {
  const audit = await startAudit(pools, organization, options);
  await workUntilIdle(context, pools);
  return audit;
}

export async function startAudit(
  pools: Pools,
  organization: SeededConnections,
  options: { readonly rules?: readonly string[] } = {},
): Promise<PlannedAudit & { readonly planJobId: string }> {
  const audit = await insertAudit(pools.root, organization, options);
  const planJobId = jobIdSchema.parse(await insertJob(pools.root, audit, { kind: 'plan' }));
  return { ...audit, planJobId };
}
