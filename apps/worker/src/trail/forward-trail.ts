import { canonicalJson } from '@vitrine/trail';
import { cloudSchema, connectionIdSchema, deliveryIdSchema, newId, webhookIdSchema, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { planDelivery } from '../webhooks/emit-events.js';
import type { KnownCheckpoint } from './checkpoint-anchors.js';
import { payloadSchema } from './pending-entry.js';

/** What was sequenced: leaves `from` to the checkpoint's size. */
export interface Grown {
  readonly epoch: number;
  readonly from: number;
  readonly checkpoint: KnownCheckpoint;
}

const entriesPerMessage = 100;
/** Of a receiver that is behind; the rest follows when the trail grows again. */
const mostPerStep = 1_000;

const receiverSchema = z.object({ id: webhookIdSchema, events: z.array(z.string()) });
const connectionSchema = z.object({ id: connectionIdSchema, cloud: cloudSchema });
const sinkSchema = z.object({ epoch: z.int(), next: z.coerce.number().int() });
const leafSchema = z.object({ index: z.coerce.number().int(), leaf: z.string(), payload: payloadSchema, salt: z.instanceof(Buffer).nullable() });

/**
 * Writes messages for the receivers that asked for the trail (`trail.entries`) or its checkpoints (`trail.checkpoint`), in the transaction that
 * made the leaves. A cursor per receiver says how far it got, so every entry becomes one message's once; all of them have one subject, so they
 * go out in order; and each keeps its id at every attempt, by which a receiver drops repeats.
 * A message is sent by a worker of some cloud: an organization without any connection has none, and its trail waits at the cursor.
 */
export async function forwardTrail(transaction: OrganizationTransaction, grown: Grown): Promise<void> {
  const { organizationId } = transaction;
  const receivers = await transaction.read(
    receiverSchema,
    `select id, events from vitrine.webhook where organization_id = $1 and state = 'on' and events && array['trail.entries', 'trail.checkpoint'] order by id`,
    [organizationId],
  );
  if (receivers.length === 0) return;
  const [connection] = await transaction.read(
    connectionSchema,
    `select id, cloud from vitrine.connection where organization_id = $1 and state not in ('rejected', 'revoked', 'purged') order by id limit 1`,
    [organizationId],
  );
  for (const { id, events } of receivers) {
    const bodies = events.includes('trail.entries') ? await entryMessages(transaction, id, grown, connection !== undefined) : [];
    if (events.includes('trail.checkpoint')) bodies.push({ event: 'trail.checkpoint', data: { organizationId, ...grown.checkpoint } });
    if (connection === undefined || bodies.length === 0) continue;
    const at = new Date().toISOString();
    await transaction.query(
      `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body)
       select $1, m.id, $2, m.event, $3, $4, $1, m.body from unnest($5::uuid[], $6::text[], $7::text[]) with ordinality as m (id, event, body, n) order by n`,
      [
        organizationId,
        id,
        connection.id,
        connection.cloud,
        bodies.map(() => newId(deliveryIdSchema)),
        bodies.map(({ event }) => event),
        bodies.map(({ event, data }) => JSON.stringify({ type: event, timestamp: at, data })),
      ],
    );
    await planDelivery(transaction, { webhookId: id, connectionId: connection.id, cloud: connection.cloud }, null);
  }
}

interface Message {
  readonly event: 'trail.entries' | 'trail.checkpoint';
  readonly data: object;
}

/** Moves the receiver's cursor over what it makes messages of. A receiver that is new begins with what was sequenced now. */
async function entryMessages(transaction: OrganizationTransaction, webhookId: WebhookId, grown: Grown, canSend: boolean): Promise<Message[]> {
  const { organizationId } = transaction;
  const [sink] = await transaction.read(
    sinkSchema,
    `with begun as (insert into vitrine.trail_sink (organization_id, webhook_id, epoch, next_index) values ($1, $2, $3, $4) on conflict do nothing returning epoch, next_index)
     select epoch, next_index as next from begun union all select epoch, next_index from vitrine.trail_sink where organization_id = $1 and webhook_id = $2`,
    [organizationId, webhookId, grown.epoch, grown.from],
  );
  if (!canSend || sink === undefined) return [];
  const from = sink.epoch === grown.epoch ? sink.next : 0;
  const to = Math.min(grown.checkpoint.size, from + mostPerStep);
  const leaves = await transaction.read(
    leafSchema,
    `select l.index, l.leaf, e.payload, e.salt from vitrine.trail_leaf l join vitrine.trail_event e on e.organization_id = l.organization_id and e.id = l.event_id
     where l.organization_id = $1 and l.epoch = $2 and l.index >= $3 and l.index < $4 order by l.index`,
    [organizationId, grown.epoch, from, to],
  );
  const messages: Message[] = [];
  for (let at = 0; at < leaves.length; at += entriesPerMessage) {
    const entries = leaves.slice(at, at + entriesPerMessage).map(({ leaf, payload, salt }) => ({
      leaf,
      payload: payload === null || salt === null ? 'dropped' : { salt: salt.toString('base64'), text: canonicalJson(payload) },
    }));
    messages.push({ event: 'trail.entries', data: { organizationId, epoch: grown.epoch, from: from + at, to: from + at + entries.length, entries } });
  }
  await transaction.query('update vitrine.trail_sink set epoch = $3, next_index = $4 where organization_id = $1 and webhook_id = $2', [
    organizationId,
    webhookId,
    grown.epoch,
    to,
  ]);
  return messages;
}
