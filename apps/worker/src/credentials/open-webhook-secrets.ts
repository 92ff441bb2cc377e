import type { WebhookId } from '@vitrine/contracts';
import { OpenError, openWebhookSecret, type Unwrapper } from '@vitrine/crypto-open';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { AnyJob } from '../jobs/claimed-job.js';
import { JobPostponed } from '../jobs/job-interrupted.js';

export type { Unwrapper };

const sealedSchema = z.object({ version: z.number().int(), sealed: z.instanceof(Buffer) });

/**
 * The receiver's secret, and for a day after a change the one before. The database shows them only under this job's live lease.
 * @returns newest first; empty where none opens
 */
export async function openWebhookSecrets(pool: Pool, unwrapper: Unwrapper, job: AnyJob, webhookId: WebhookId): Promise<Buffer[]> {
  const rows = await withOrganization(
    pool,
    job.organizationId,
    (transaction) =>
      transaction.read(
        sealedSchema,
        `select s.version, s.sealed from vitrine.webhook_secret s join vitrine.webhook w on w.organization_id = s.organization_id and w.id = s.webhook_id
         where s.organization_id = $1 and s.webhook_id = $2 and s.cloud = $3
           and (s.version = w.secret_version or (s.version = w.secret_version - 1 and w.secret_changed_at > now() - interval '24 hours')) order by s.version desc`,
        [job.organizationId, webhookId, job.queue],
      ),
    { lease: { jobId: job.id, fence: job.fence } },
  );
  const opened: Buffer[] = [];
  for (const { version, sealed } of rows) {
    try {
      const row = { organizationId: job.organizationId, webhookId, version, cloud: job.cloud, sealed };
      opened.push(await openWebhookSecret(row, unwrapper, (secret) => Buffer.from(secret)));
    } catch (error) {
      if (!(error instanceof OpenError)) throw error;
      if (error.fault === 'key-service-unavailable') throw new JobPostponed('key-service-unavailable', 15_000);
    }
  }
  return opened;
}
