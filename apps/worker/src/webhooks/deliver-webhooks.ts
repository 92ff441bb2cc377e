import { webhookIdSchema, type WebhookId } from '@vitrine/contracts';
import { OpenError, openWebhookSecret, type Unwrapper } from '@vitrine/crypto-open';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
import { JobPostponed } from '../jobs/job-interrupted.js';
import type { Lease } from '../jobs/lease.js';
import { nextDelivery, settleDelivery, takeDelivery, type DueDelivery } from './deliveries.js';
import { planDelivery } from './emit-events.js';
import type { Send, SendOutcome } from './send-message.js';
import { signedHeaders } from './sign-message.js';

/** What deliveries need from outside. */
export interface WebhookSender {
  readonly unwrapper: Unwrapper;
  readonly send: Send;
}

const detailSchema = z.object({ webhookId: webhookIdSchema });
/** Then another job goes on, so that a slow receiver holds no place of the organization's for ever. */
const mostPerJob = 50;
const longestJobMs = 60_000;

/**
 * Sends what waits for one receiver, in order per subject. A message is taken under the job's fence before it is sent and settled under it
 * after, so it goes out at least once: a worker that dies between the two leaves it to the next, with the same id.
 */
export async function deliverWebhooks(pool: Pool, { unwrapper, send }: WebhookSender, job: ClaimedJob, lease: Lease): Promise<void> {
  const { webhookId } = detailSchema.parse(job.detail);
  const secrets = await openSecrets(pool, unwrapper, job, webhookId);
  try {
    const started = performance.now();
    for (let sent = 0; sent < mostPerJob && performance.now() - started < longestJobMs; sent += 1) {
      lease.signal.throwIfAborted();
      const delivery = await withOrganization(pool, job.organizationId, (transaction) => takeDelivery(transaction, job, webhookId));
      if (delivery === 'none') break;
      const begun = performance.now();
      const result = await attempt(send, delivery, secrets, lease.signal);
      const milliseconds = Math.round(performance.now() - begun);
      await withOrganization(pool, job.organizationId, (transaction) =>
        settleDelivery(transaction, job, webhookId, delivery, { ...result, milliseconds }, Math.random()),
      );
    }
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
  await endJob(pool, job, { state: 'done', errorCode: null }, async (transaction) => {
    const next = await nextDelivery(transaction, webhookId, job.cloud);
    if (next !== 'none') await planDelivery(transaction, { webhookId, ...next }, next.at);
    return [];
  });
}

async function attempt(send: Send, delivery: DueDelivery, secrets: readonly Buffer[], signal: AbortSignal): Promise<SendOutcome> {
  // Unsigned it would teach a receiver to take what anybody sends.
  if (secrets.length === 0) return { outcome: 'refused', code: 'secret-unavailable' };
  const message = { id: delivery.id, timestamp: Math.floor(delivery.now.getTime() / 1000), body: delivery.body };
  return await send(delivery.url, signedHeaders(message, secrets), delivery.body, signal);
}

const sealedSchema = z.object({ version: z.number().int(), sealed: z.instanceof(Buffer) });

/**
 * The receiver's secret, and for a day after a change the one before. The database shows them only under this job's live lease.
 * @returns newest first; empty where none opens
 */
async function openSecrets(pool: Pool, unwrapper: Unwrapper, job: ClaimedJob, webhookId: WebhookId): Promise<Buffer[]> {
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
