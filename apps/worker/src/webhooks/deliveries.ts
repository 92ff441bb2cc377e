import { cloudSchema, connectionIdSchema, deliveryIdSchema, type Cloud, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { AnyJob } from '../jobs/claimed-job.js';
import { pauseAfter } from './back-off.js';
import type { SendOutcome } from './send-message.js';

const deliverySchema = z.object({ id: deliveryIdSchema, url: z.string(), body: z.string(), attempts: z.number().int(), now: z.date() });
export type DueDelivery = z.infer<typeof deliverySchema>;

/** Days of failing after which a receiver is left alone. */
const patienceDays = 3;

/** Nobody sends it: it waits, or whoever sent it lost the job since. */
const free = `(d.state = 'pending' or (d.state = 'sending' and not exists (select 1 from vitrine.job h
  where h.organization_id = d.organization_id and h.id = d.job_id and h.fence = d.fence and h.state = 'running' and h.lease_until > now())))`;
/** Order per subject: what came before and has not ended holds back what came after, and nothing else. */
const first = `not exists (select 1 from vitrine.webhook_delivery e where e.organization_id = d.organization_id and e.webhook_id = d.webhook_id
  and e.subject_id = d.subject_id and e.seq < d.seq and e.state in ('pending', 'sending'))`;

/** Takes the next due delivery of a receiver that is on, under the job's fence. */
export async function takeDelivery(transaction: OrganizationTransaction, job: AnyJob, webhookId: WebhookId): Promise<DueDelivery | 'none'> {
  const [row] = await transaction.read(
    deliverySchema,
    `with next as (
       select d.id from vitrine.webhook_delivery d join vitrine.webhook w on w.organization_id = d.organization_id and w.id = d.webhook_id and w.state = 'on'
       where d.organization_id = $1 and d.webhook_id = $2 and d.cloud = $3 and d.next_attempt_at <= now() and ${free} and ${first}
       order by d.seq limit 1 for no key update of d skip locked)
     update vitrine.webhook_delivery d set state = 'sending', job_id = $4, fence = $5, attempts = d.attempts + 1
     from next, vitrine.webhook w where d.organization_id = $1 and d.id = next.id and w.organization_id = $1 and w.id = $2
     returning d.id, w.url, d.body, d.attempts, now() as now`,
    [transaction.organizationId, webhookId, job.queue, job.id, job.fence],
  );
  return row ?? 'none';
}

/** Writes down how an attempt ended. Without the fence nothing is written: another worker holds the delivery by now. */
export async function settleDelivery(
  transaction: OrganizationTransaction,
  job: AnyJob,
  webhookId: WebhookId,
  delivery: DueDelivery,
  result: SendOutcome & { readonly milliseconds: number },
  chance: number,
): Promise<void> {
  const answered = result.outcome === 'answered' ? result : null;
  const good = answered !== null && answered.status >= 200 && answered.status < 300;
  const code = good
    ? null
    : answered === null
      ? 'code' in result
        ? result.code
        : null
      : answered.status >= 300 && answered.status < 400
        ? 'redirect'
        : 'status';
  const pause = good ? 'exhausted' : pauseAfter(delivery.attempts, answered?.retryAfterSeconds ?? null, chance);
  const entry = { at: delivery.now.toISOString(), status: answered?.status ?? null, code, milliseconds: result.milliseconds };
  const { rowCount } = await transaction.query(
    `update vitrine.webhook_delivery set state = $6, next_attempt_at = now() + make_interval(secs => $7), ended_at = case when $6 = 'pending' then null else now() end,
       log = (select coalesce(jsonb_agg(e order by n), '[]') from (select e, n from jsonb_array_elements(log || $8::jsonb) with ordinality as l (e, n) order by n desc limit 20) kept)
     where organization_id = $1 and webhook_id = $2 and id = $3 and job_id = $4 and fence = $5 and state = 'sending'`,
    [
      transaction.organizationId,
      webhookId,
      delivery.id,
      job.id,
      job.fence,
      good ? 'delivered' : pause === 'exhausted' ? 'failed' : 'pending',
      pause === 'exhausted' ? 0 : pause,
      JSON.stringify([entry]),
    ],
  );
  if (rowCount === 0) return;
  await judgeReceiver(transaction, webhookId, good ? 'good' : answered?.status === 410 ? 'gone' : 'bad');
}

/** 410 says "never again"; days of failing say the same. What still waited is dropped, and can be replayed. */
async function judgeReceiver(transaction: OrganizationTransaction, webhookId: WebhookId, verdict: 'good' | 'gone' | 'bad'): Promise<void> {
  const { organizationId } = transaction;
  if (verdict === 'good') {
    await transaction.query(`update vitrine.webhook set failing_since = null where organization_id = $1 and id = $2 and failing_since is not null`, [
      organizationId,
      webhookId,
    ]);
    return;
  }
  const { rowCount } = await transaction.query(
    `update vitrine.webhook set state = 'disabled', state_code = $3, version = version + 1
     where organization_id = $1 and id = $2 and state = 'on' and ($3 = 'gone' or failing_since < now() - make_interval(days => $4))`,
    [organizationId, webhookId, verdict === 'gone' ? 'gone' : 'failing', patienceDays],
  );
  if (rowCount === 0) {
    await transaction.query(`update vitrine.webhook set failing_since = coalesce(failing_since, now()) where organization_id = $1 and id = $2`, [
      organizationId,
      webhookId,
    ]);
    return;
  }
  await transaction.query(
    `update vitrine.webhook_delivery set state = 'dropped', ended_at = now() where organization_id = $1 and webhook_id = $2 and state = 'pending'`,
    [organizationId, webhookId],
  );
}

const waitingSchema = z.object({ at: z.date(), connectionId: connectionIdSchema.nullable(), cloud: cloudSchema });

/** When the next of a receiver's deliveries of this cloud is due; `none` where nothing waits or the receiver is not on. */
export async function nextDelivery(transaction: OrganizationTransaction, webhookId: WebhookId, cloud: Cloud): Promise<z.infer<typeof waitingSchema> | 'none'> {
  const [row] = await transaction.read(
    waitingSchema,
    `select d.next_attempt_at as at, d.connection_id as "connectionId", d.cloud from vitrine.webhook_delivery d
     join vitrine.webhook w on w.organization_id = d.organization_id and w.id = d.webhook_id and w.state = 'on'
     where d.organization_id = $1 and d.webhook_id = $2 and d.cloud = $3 and d.state in ('pending', 'sending') and ${first} order by d.next_attempt_at limit 1`,
    [transaction.organizationId, webhookId, cloud],
  );
  return row ?? 'none';
}
