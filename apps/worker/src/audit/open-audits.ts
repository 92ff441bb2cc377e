import { spoolBill } from '@vitrine/billing';
import { newTrace, runInTrace } from '@vitrine/observability';
import type { Pool } from 'pg';
import type { WorkerConfig } from '../config.js';
import { createAssertionMint } from '../credentials/federation-assertion.js';
import type { noOpeningKeys } from '../credentials/opening-keys.js';
import type { SessionCache } from '../credentials/session-cache.js';
import { createSessionLender } from '../credentials/session-lender.js';
import type { callObserver, timeRules } from '../health/worker-metrics.js';
import type { AnyJob } from '../jobs/claimed-job.js';
import type { JobHandler, JobHandlers } from '../jobs/run-job.js';
import { createFleetLimiter } from '../limits/fleet-limiter.js';
import { createSender } from '../webhooks/send-message.js';
import type { AuditContext, AuditParts } from './audit-context.js';
import { auditHandlers } from './audit-handlers.js';

/** What handles jobs, each in the trace of the request that asked for it. */
export function openAudits(made: {
  readonly config: WorkerConfig;
  readonly parts: AuditParts;
  readonly pool: Pool;
  readonly cache: SessionCache;
  readonly unwrapper: typeof noOpeningKeys;
  readonly observer: ReturnType<typeof callObserver>;
  readonly onJudged: ReturnType<typeof timeRules>;
  draining(): boolean;
}): JobHandlers {
  const { config, pool, cache, unwrapper, observer } = made;
  const { federationIssuer, federationKey, awsBaseIdentity } = config;
  const context: AuditContext = {
    ...made.parts,
    pool,
    draining: made.draining,
    spool: (file) => spoolBill(file, config.spoolFolder),
    webhooks: {
      unwrapper,
      send: createSender({ testHosts: new Set(config.webhookTestHosts.split(',').filter((pair) => pair !== '')), proxy: config.endpoints.egressProxy }),
    },
    onJudged: made.onJudged,
    lender: createSessionLender({
      vault: { pool, unwrapper },
      cache,
      limiter: createFleetLimiter({ pool, share: config.quotaShare }),
      baseIdentities: awsBaseIdentity === undefined ? {} : { aws: awsBaseIdentity },
      endpoints: config.endpoints,
      observer,
      ...(federationIssuer === undefined || federationKey === undefined ? {} : { mint: createAssertionMint(federationIssuer, federationKey) }),
    }),
  };
  return traced(auditHandlers(context));
}

/** The trace of the request that asked for the work goes on in the job, down to the call to the cloud. */
function traced(handlers: JobHandlers): JobHandlers {
  const wrap =
    <J extends AnyJob>(handler: JobHandler<J>): JobHandler<J> =>
    async (job, lease) => {
      const trace = job.traceId !== null && /^[0-9a-f]{32}$/.test(job.traceId) ? newTrace(job.traceId) : newTrace();
      await runInTrace(trace, () => handler(job, lease));
    };
  const { plan, cursor, metrics, validate, bill, finalize, deliver, schedule } = handlers;
  return {
    plan: wrap(plan),
    cursor: wrap(cursor),
    metrics: wrap(metrics),
    validate: wrap(validate),
    bill: wrap(bill),
    finalize: wrap(finalize),
    deliver: wrap(deliver),
    schedule: wrap(schedule),
  };
}
