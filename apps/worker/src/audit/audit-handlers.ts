import { VitrineError } from '@vitrine/contracts';
import type { JobHandlers } from '../jobs/run-job.js';
import type { AuditContext } from './audit-context.js';
import { runDailySync } from '../ledger/daily-sync.js';
import { isDailySync } from '../ledger/plan-daily-sync.js';
import { runSchedule } from '../schedules/run-schedule.js';
import { deliverWebhooks } from '../webhooks/deliver-webhooks.js';
import { finalizeAudit } from './finalize-audit.js';
import { planAudit } from './plan-audit.js';
import { runBill } from './run-bill.js';
import { runCursor } from './run-cursor.js';
import { runMetrics } from './run-metrics.js';
import { validateConnectionJob } from './validate-connection.js';

/** Which use case does which kind of job; the type leaves no kind out. */
export function auditHandlers(context: AuditContext): JobHandlers {
  return {
    plan: (job, lease) => planAudit(context, job, lease),
    cursor: (job, lease) => runCursor(context, job, lease),
    metrics: (job, lease) => runMetrics(context, job, lease),
    validate: (job, lease) => validateConnectionJob(context, job, lease),
    bill: (job, lease) => runBill(context, job, lease),
    finalize: (job) => finalizeAudit(context, job),
    schedule: (job) => (isDailySync(job) ? runDailySync(context.pool, job) : runSchedule(context.pool, job)),
    deliver: async (job, lease) => {
      if (context.webhooks === undefined) throw noSender();
      await deliverWebhooks(context.pool, context.webhooks, job, lease);
    },
  };
}

/** Another worker may have one: the job waits. */
function noSender(): Error {
  return new VitrineError({ code: 'no-webhook-sender', status: 503, publicMessage: 'This worker sends nothing.', retryable: true });
}
