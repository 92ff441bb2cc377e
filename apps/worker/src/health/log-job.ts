import type { Logger } from '@vitrine/observability';
import type { AnyJob } from '../jobs/claimed-job.js';
import type { JobOutcome } from '../jobs/run-job.js';

/** One line per job that ran; deliveries that found nothing to do are told at debug level only. */
export function logJob(log: Logger, outcome: JobOutcome, job: AnyJob | null, error: unknown): void {
  if (job === null) {
    log.debug('delivery ended', { outcome });
    return;
  }
  const fields = {
    outcome,
    jobId: job.id,
    kind: job.kind,
    organizationId: job.organizationId,
    ...(job.auditId === null ? {} : { auditId: job.auditId }),
    attempt: job.attempt,
    ...(job.traceId === null ? {} : { traceId: job.traceId }),
  };
  if (outcome === 'retried' || outcome === 'buried' || outcome === 'failed') log.warn('job ended badly', { ...fields, error });
  else log.info('job ended', fields);
}
