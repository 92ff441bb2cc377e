import { performance } from 'node:perf_hooks';
import type { Pool } from 'pg';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import { sameCredential } from './same-credential.js';
import { defaultLeaseSeconds } from './claim-job.js';
import type { AnyJob } from './claimed-job.js';
import { JobInterrupted, type Interruption } from './job-interrupted.js';

export interface LeaseOptions {
  /** Between heartbeats, milliseconds. */
  readonly heartbeatMs: number;
  readonly leaseSeconds: number;
}
export const defaultLease: LeaseOptions = { heartbeatMs: 3_000, leaseSeconds: defaultLeaseSeconds };

/** Held while a job runs. The signal stops everything that is done for the job; its reason is a `JobInterrupted`. */
export interface Lease {
  readonly signal: AbortSignal;
  /** From outside: this process goes. */
  interrupt(interruption: Interruption): void;
  /** Ends the heartbeats and waits for the one under way. */
  stop(): Promise<void>;
}

/** Connections that may not be used: whatever runs for them stops within one heartbeat. A rejected one may be validated again. */
const isClosed = (connectionState: string, kind: AnyJob['kind']): boolean =>
  connectionState === 'revoked' || connectionState === 'purged' || (connectionState === 'rejected' && kind !== 'validate');

const askedSchema = z.object({ cancelRequested: z.boolean(), connectionState: z.string(), credentialVersion: z.number().int() });
const beatSchema = askedSchema.extend({ lostHolders: z.number().int() });

/** Renews under fence; the same statement sees what a person changed meanwhile. Only the database's clock decides. */
const beatSql = `
update vitrine.job j set lease_until = clock_timestamp() + make_interval(secs => $4)
from vitrine.job k left join vitrine.connection c on c.organization_id = k.organization_id and c.id = k.connection_id
where j.organization_id = $1 and j.id = $2 and j.fence = $3 and j.state = 'running' and k.organization_id = j.organization_id and k.id = j.id
returning j.lost_holders as "lostHolders", coalesce(c.state, 'none') as "connectionState",
  case when c.id is null or ${sameCredential('$5')} then $5::integer else c.credential_version end as "credentialVersion",
  coalesce((select a.cancel_requested_at is not null from vitrine.audit a where a.organization_id = j.organization_id and a.id = j.audit_id), false) as "cancelRequested"`;

/** One heartbeat. @returns why the work must stop, `held`, or `cleared`: held, and a page was committed since holders were lost */
export async function beat(pool: Pool, job: AnyJob, leaseSeconds: number): Promise<Interruption | 'held' | 'cleared'> {
  return await withOrganization(pool, job.organizationId, async (transaction) => {
    const [row] = await transaction.read(beatSchema, beatSql, [job.organizationId, job.id, job.fence, leaseSeconds, job.credentialVersion], 'prepared');
    if (row === undefined) return 'fenced';
    const asked = interruptionIn(row, job);
    return asked === 'held' && row.lostHolders < job.lostHolders ? 'cleared' : asked;
  });
}

/** What the rows say about going on; the same words at claim and at every heartbeat. */
export function interruptionIn(row: z.infer<typeof askedSchema>, job: Pick<AnyJob, 'kind' | 'credentialVersion'>): Interruption | 'held' {
  // Finalize opens nothing and must end an audit whose connection is gone; a schedule says itself why it skips one; what happened is told though.
  if (job.kind === 'finalize' || job.kind === 'schedule' || job.kind === 'deliver') return 'held';
  if (isClosed(row.connectionState, job.kind)) return 'revoked';
  if (row.cancelRequested) return 'cancelled';
  // Attack: a credential swapped under a running audit would be used without having been checked for write rights.
  return row.credentialVersion === job.credentialVersion ? 'held' : 'credential-replaced';
}

/** Keeps the claim alive until `stop`. @param cleared told at every heartbeat after a suspected job committed a page */
export function keepLease(pool: Pool, job: AnyJob, options: LeaseOptions = defaultLease, cleared: () => void = () => undefined): Lease {
  const controller = new AbortController();
  let lastHeld = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> = Promise.resolve();
  let stopped = false;

  const interrupt = (interruption: Interruption): void => {
    if (!controller.signal.aborted) controller.abort(new JobInterrupted(interruption));
  };
  const once = async (): Promise<void> => {
    try {
      const answer = await beat(pool, job, options.leaseSeconds);
      if (answer !== 'held' && answer !== 'cleared') {
        interrupt(answer);
        return;
      }
      lastHeld = performance.now();
      if (answer === 'cleared') cleared();
    } catch {
      // The database may be restarting: go on while the lease can still be alive (a duration, not a clock reading).
      if (performance.now() - lastHeld > options.leaseSeconds * 1_000) interrupt('lease-lost');
    }
  };
  const schedule = (): void => {
    if (stopped || controller.signal.aborted) return;
    timer = setTimeout(() => {
      beating = once().then(schedule);
    }, options.heartbeatMs);
  };
  schedule();
  return {
    signal: controller.signal,
    interrupt,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await beating;
    },
  };
}
