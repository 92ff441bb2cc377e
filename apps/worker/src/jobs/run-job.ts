import type { Pool } from 'pg';
import { jobReferenceSchema, VitrineError, type JobKind, type JobReference } from '@vitrine/contracts';
import { runInOrganization, withOrganization } from '@vitrine/tenancy';
import { planAfterFailure } from '../schedules/plan-after-failure.js';
import { cancelAudit } from './cancel-audit.js';
import { attemptLimit, claimJob, lostHolderLimits, type Claim, type Company } from './claim-job.js';
import { isOnConnection, type AnyJob, type ClaimedJob } from './claimed-job.js';
import { buryJob } from './bury-job.js';
import { endJob } from './end-job.js';
import { giveBackJob, isDatabaseAway } from './give-back-job.js';
import type { JobRoom, Seat } from './job-room.js';
import { interruptionOf, JobInterrupted, JobPostponed, type Interruption } from './job-interrupted.js';
import { defaultLease, interruptionIn, keepLease, type Lease, type LeaseOptions } from './lease.js';
import { releaseJob, retryJobLater } from './release-job.js';

/** Does one kind of work to its end, committing as it goes; ends the job itself. */
export type JobHandler<J extends AnyJob = ClaimedJob> = (job: J, lease: Lease) => Promise<void>;
export type JobHandlers = Readonly<Record<Exclude<JobKind, 'deliver'>, JobHandler>> & { readonly deliver: JobHandler<AnyJob> };

export interface JobRunner {
  readonly pool: Pool;
  readonly handlers: JobHandlers;
  readonly lease?: LeaseOptions;
  /** Every lease that lives, so that a drain can reach it. */
  readonly live?: Set<Lease>;
  /** Of the whole process, whatever queues it takes from. Absent where deliveries come one by one. */
  readonly room?: JobRoom;
  /** Told how each delivery ended; `error` for the log only. */
  readonly onOutcome?: (outcome: JobOutcome, job: AnyJob | null, error: unknown) => void;
}

export type JobOutcome = 'done' | 'not-due' | 'buried' | 'released' | 'retried' | 'failed' | Interruption;

/** What a queue delivered: parse the two ids, enter the organization, claim, work, and leave the row in a state that is true. */
export async function runJob(runner: JobRunner, delivered: unknown): Promise<JobOutcome> {
  // Attack: a forged job with more than two ids, or ids of two organizations. The first does not parse, the second finds no row.
  const reference = jobReferenceSchema.parse(delivered);
  return await runInOrganization({ organizationId: reference.organizationId }, async () => {
    const { claim, seat } = await takeSeat(runner, reference);
    try {
      if (claim.outcome !== 'claimed' && claim.outcome !== 'claimed-unconnected') {
        const outcome = claim.outcome === 'buried' ? 'buried' : 'not-due';
        runner.onOutcome?.(outcome, null, null);
        return outcome;
      }
      const [outcome, error] = await work(runner, claim.job, seat);
      runner.onOutcome?.(outcome, claim.job, error);
      return outcome;
    } finally {
      seat?.leave();
    }
  });
}

interface Seated {
  readonly claim: Claim;
  /** null: nobody minds the company, or the process goes. */
  readonly seat: Seat | null;
}

/**
 * Claims beside the others; a suspected job once more when nobody else is left here. Never claimed before that: while it waits its neighbours
 * may die, and that must not be told of it.
 */
async function takeSeat({ pool, lease, live, room }: JobRunner, reference: JobReference): Promise<Seated> {
  if (room === undefined) return { claim: await claimJob(pool, reference, lease?.leaseSeconds), seat: null };
  const claimIn = async (seat: Seat | null, company: Company): Promise<Seated> => {
    if (seat === null) return { claim: { outcome: 'not-due' }, seat };
    try {
      return { claim: await claimJob(pool, reference, lease?.leaseSeconds, company), seat };
    } catch (error) {
      seat.leave();
      throw error;
    }
  };
  const beside = await claimIn(await room.enter(), 'beside-others');
  if (beside.claim.outcome !== 'suspect') return beside;
  beside.seat?.leave();
  const makeRoom = (): void => {
    for (const each of live ?? []) each.interrupt('make-room');
  };
  return await claimIn(await room.enterAlone(makeRoom), 'alone');
}

async function work(runner: JobRunner, job: AnyJob, seat: Seat | null): Promise<[JobOutcome, unknown]> {
  const asked = interruptionIn(job, job);
  if (asked !== 'held') return [await settle(runner, job, new JobInterrupted(asked)), null];
  // A page of its own clears a suspected job: others may come in beside it, however long it still runs.
  const lease = keepLease(runner.pool, job, leaseOf(runner, job), () => seat?.share());
  runner.live?.add(lease);
  try {
    await handle(runner, job, lease);
    return ['done', null];
  } catch (error) {
    // Whatever an aborted call throws, the reason of the abort is what happened.
    const cause = interruptionOf(lease.signal) ?? error;
    await lease.stop();
    return [await settle(runner, job, cause), cause];
  } finally {
    runner.live?.delete(lease);
    await lease.stop();
  }
}

async function handle(runner: JobRunner, job: AnyJob, lease: Lease): Promise<void> {
  if (job.kind === 'deliver') {
    await runner.handlers.deliver(job, lease);
    return;
  }
  if (!isOnConnection(job)) throw new TypeError('the database lets no such job in');
  await runner.handlers[job.kind](job, lease);
}

/** A suspected job keeps others waiting, so its heartbeats ask often whether it has been cleared. */
function leaseOf({ lease = defaultLease }: JobRunner, { lostHolders }: AnyJob): LeaseOptions {
  return lostHolders < lostHolderLimits.suspected ? lease : { ...lease, heartbeatMs: Math.min(lease.heartbeatMs, 500) };
}

async function settle(runner: JobRunner, job: AnyJob, cause: unknown): Promise<JobOutcome> {
  if (isDatabaseAway(cause)) return await giveBack(runner, job);
  try {
    if (cause instanceof JobInterrupted) return await settleInterruption(runner.pool, job, cause.interruption);
    if (cause instanceof JobPostponed) {
      await releaseJob(runner.pool, job, cause.delayMs);
      return 'released';
    }
    return await settleFailure(runner.pool, job, cause);
  } catch (error) {
    // Fenced while settling, or the database stays away: the row tells the truth (its lease runs out) and the relay offers it again.
    if (error instanceof JobInterrupted) return error.interruption;
    if (isDatabaseAway(error)) return await giveBack(runner, job);
    throw error;
  }
}

async function giveBack({ pool }: JobRunner, job: AnyJob): Promise<JobOutcome> {
  await giveBackJob(pool, job);
  return 'released';
}

async function settleInterruption(pool: Pool, job: AnyJob, interruption: Interruption): Promise<JobOutcome> {
  switch (interruption) {
    case 'fenced':
      break;
    case 'lease-lost':
      await giveBackJob(pool, job);
      break;
    case 'drain':
    case 'make-room':
      await releaseJob(pool, job, 0);
      break;
    case 'cancelled':
      await endAndCancel(pool, job, 'cancelled', null);
      break;
    case 'revoked':
      await endAndCancel(pool, job, 'connection-revoked', 'connection-revoked');
      break;
    case 'credential-replaced':
      await endJob(pool, job, { state: 'failed', errorCode: 'credential-replaced' });
      break;
  }
  return interruption;
}

/** The job that saw it ends, and with it all that nobody has begun. */
async function endAndCancel(pool: Pool, job: AnyJob, jobCode: string, auditCode: string | null): Promise<void> {
  const { auditId } = job;
  await endJob(pool, job, { state: 'cancelled', errorCode: jobCode });
  if (auditId !== null)
    await withOrganization(pool, job.organizationId, async (transaction) => {
      await cancelAudit(transaction, auditId, auditCode);
    });
}

/** Errors that say "never": no second attempt will end otherwise. */
const isFinal = (error: unknown): error is VitrineError => error instanceof VitrineError && !error.retryable && error.status < 500;

/** A code or a class's name, never a message: what a dependency says may hold what it was given. */
const causeOf = (error: unknown): string => (error instanceof VitrineError ? error.code : error instanceof Error ? error.name : 'unknown');

async function settleFailure(pool: Pool, job: AnyJob, error: unknown): Promise<JobOutcome> {
  if (isFinal(error)) {
    await endJob(pool, job, { state: 'failed', errorCode: error.code }, async (transaction) => {
      await planAfterFailure(transaction, job.id);
      return [];
    });
    return 'failed';
  }
  if (job.attempt >= attemptLimit) {
    // Dead letter (row 9 of the fault matrix); nobody else can hold it while our fence stands.
    return await withOrganization(pool, job.organizationId, async (transaction) => {
      const { rowCount } = await transaction.query(
        `select 1 from vitrine.job where organization_id = $1 and id = $2 and fence = $3 and state = 'running' and attempt >= $4 for no key update`,
        [job.organizationId, job.id, job.fence, attemptLimit],
      );
      if (rowCount === 0) return 'retried';
      await buryJob(transaction, job.id, causeOf(error));
      return 'buried';
    });
  }
  await retryJobLater(pool, job, 1_000 * 2 ** job.attempt, causeOf(error));
  return 'retried';
}
