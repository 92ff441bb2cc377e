import { webhookIdSchema } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import type { Pool } from 'pg';
import { z } from 'zod';
import { openWebhookSecrets, type Unwrapper } from '../credentials/open-webhook-secrets.js';
import type { AnyJob } from '../jobs/claimed-job.js';
import { endJob } from '../jobs/end-job.js';
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
export async function deliverWebhooks(pool: Pool, { unwrapper, send }: WebhookSender, job: AnyJob, lease: Lease): Promise<void> {
  const { webhookId } = detailSchema.parse(job.detail);
  const secrets = await openWebhookSecrets(pool, unwrapper, job, webhookId);
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
