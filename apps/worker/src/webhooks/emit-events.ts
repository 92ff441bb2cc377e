import { deliveryIdSchema, jobIdSchema, newId, webhookIdSchema, type Cloud, type ConnectionId, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

export const webhookEvents = ['audit.completed', 'finding.opened', 'finding.resolved', 'finding.relapsed', 'schedule.skipped'] as const;
export type WebhookEventName = (typeof webhookEvents)[number];

/** Something that happened. `data` holds ids, codes and amounts: never a credential, never a text of the customer's cloud. */
export interface WebhookEvent {
  readonly event: WebhookEventName;
  readonly connectionId: ConnectionId;
  readonly cloud: Cloud;
  /** What keeps its order: the finding, the audit, the schedule. */
  readonly subjectId: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
}

const receiverSchema = z.object({ id: webhookIdSchema, events: z.array(z.string()) });
const rowsPerInsert = 1_000;

/**
 * Writes one delivery per event and receiver that asked for it, in the transaction in which it happened: both stand or neither does, so each
 * is delivered at least once. The order of `events` is the order of deliveries.
 */
export async function emitEvents(transaction: OrganizationTransaction, events: readonly WebhookEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const { organizationId } = transaction;
  const receivers = await transaction.read(
    receiverSchema,
    `select id, events from vitrine.webhook where organization_id = $1 and state = 'on' and events && $2::text[] order by id`,
    [organizationId, [...new Set(events.map(({ event }) => event))]],
  );
  for (const receiver of receivers) {
    const wanted = events.filter(({ event }) => receiver.events.includes(event));
    for (let from = 0; from < wanted.length; from += rowsPerInsert) await insert(transaction, receiver.id, wanted.slice(from, from + rowsPerInsert));
    for (const cloud of new Set(wanted.map((event) => event.cloud))) {
      const { connectionId } = wanted.find((event) => event.cloud === cloud) ?? first;
      await planDelivery(transaction, { webhookId: receiver.id, connectionId, cloud }, null);
    }
  }
}

async function insert(transaction: OrganizationTransaction, webhookId: WebhookId, events: readonly WebhookEvent[]): Promise<void> {
  await transaction.query(
    `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body)
     select $1, id, $2, event, connection_id, cloud, subject_id, body
     from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[]) with ordinality as e (id, event, connection_id, cloud, subject_id, body, n) order by n`,
    [
      transaction.organizationId,
      webhookId,
      events.map(() => newId(deliveryIdSchema)),
      events.map(({ event }) => event),
      events.map(({ connectionId }) => connectionId),
      events.map(({ cloud }) => cloud),
      events.map(({ subjectId }) => subjectId),
      events.map(({ event, at, data }) => JSON.stringify({ type: event, timestamp: at.toISOString(), data })),
    ],
  );
}

/** A job that drains what waits for one receiver, on a connection or on none (`null`), unless one stands that comes as soon. One that runs does not count: it may have looked already. */
export async function planDelivery(
  transaction: OrganizationTransaction,
  { webhookId, connectionId, cloud }: { readonly webhookId: WebhookId; readonly connectionId: ConnectionId | null; readonly cloud: Cloud },
  notBefore: Date | null,
): Promise<void> {
  await transaction.query(
    `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail)
     select $1, $2, 'deliver', $3, $4, $5::timestamptz, jsonb_build_object('webhookId', $6::text)
     where not exists (select 1 from vitrine.job j where j.organization_id = $1 and j.kind = 'deliver' and j.queue = $4 and j.state = 'queued'
       and j.detail ->> 'webhookId' = $6::text and (j.not_before is null or j.not_before <= coalesce($5::timestamptz, now())))`,
    [transaction.organizationId, newId(jobIdSchema), connectionId, cloud, notBefore, webhookId],
  );
  await transaction.query(`select pg_notify('vitrine_job', '')`);
}
