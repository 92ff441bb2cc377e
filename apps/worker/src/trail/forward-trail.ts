import { deliveryIdSchema, newId, webhookIdSchema, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { planDelivery } from '../webhooks/emit-events.js';
import { deliveringCloud } from '../webhooks/delivering-cloud.js';
import type { KnownCheckpoint } from './checkpoint-anchors.js';
import { entriesMessage, type EntriesMessage } from './entries-message.js';

/** Where a trail stands now. */
export interface TrailStand {
  readonly epoch: number;
  readonly size: number;
  /** Where a receiver begins that asked since: with what was sequenced now. */
  readonly from: number;
  /** What was signed now, if anything was. */
  readonly signed: KnownCheckpoint | 'none';
  /** Entries for one receiver in this transaction; the next one goes on. */
  readonly most: number;
}

const entriesPerMessage = 100;

const receiverSchema = z.object({ id: webhookIdSchema, events: z.array(z.string()) });
const placeSchema = z.object({ epoch: z.int(), next: z.coerce.number().int() });
type Place = z.infer<typeof placeSchema>;
const epochSchema = z.object({ epoch: z.int() });
const sizeSchema = z.object({ size: z.coerce.number().int() });

interface Message {
  readonly event: 'trail.entries' | 'trail.checkpoint';
  readonly data: object;
}

/**
 * Writes messages for the receivers that asked for the trail (`trail.entries`) or its checkpoints (`trail.checkpoint`), in the transaction that
 * made the leaves. A cursor per receiver says how far it got, so every entry becomes one message's once; all of them have one subject, so they
 * go out in order; and each keeps its id at every attempt, by which a receiver drops repeats.
 * @returns `behind` where a receiver has entries still to get: another step is due though nothing new was written
 */
export async function forwardTrail(transaction: OrganizationTransaction, stand: TrailStand): Promise<'all-told' | 'behind'> {
  const { organizationId } = transaction;
  const receivers = await transaction.read(
    receiverSchema,
    `select id, events from vitrine.webhook where organization_id = $1 and state = 'on' and events && array['trail.entries', 'trail.checkpoint'] order by id`,
    [organizationId],
  );
  let told: 'all-told' | 'behind' = 'all-told';
  for (const { id, events } of receivers) {
    const cloud = await deliveringCloud(transaction, id);
    // Its cursor stands all the same: what is sequenced from now on waits for the secret.
    const place = events.includes('trail.entries') ? await placeOf(transaction, id, stand) : null;
    if (cloud === 'none') continue;
    const messages: Message[] = [];
    if (place !== null) {
      const moved = await entriesFrom(transaction, place, stand);
      messages.push(...moved.entries.map((data) => ({ event: 'trail.entries' as const, data })));
      await moveTo(transaction, id, moved.place);
      if (moved.behind) told = 'behind';
    }
    if (events.includes('trail.checkpoint') && stand.signed !== 'none') messages.push({ event: 'trail.checkpoint', data: { organizationId, ...stand.signed } });
    if (messages.length === 0) continue;
    const at = new Date().toISOString();
    await transaction.query(
      `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, cloud, subject_id, body)
       select $1, m.id, $2, m.event, $3, $1, m.body from unnest($4::uuid[], $5::text[], $6::text[]) with ordinality as m (id, event, body, n) order by n`,
      [
        organizationId,
        id,
        cloud,
        messages.map(() => newId(deliveryIdSchema)),
        messages.map(({ event }) => event),
        messages.map(({ event, data }) => JSON.stringify({ type: event, timestamp: at, data })),
      ],
    );
    await planDelivery(transaction, { webhookId: id, connectionId: null, cloud }, null);
  }
  return told;
}

async function placeOf(transaction: OrganizationTransaction, webhookId: WebhookId, { epoch, from }: TrailStand): Promise<Place> {
  const [place] = await transaction.read(
    placeSchema,
    `with begun as (insert into vitrine.trail_sink (organization_id, webhook_id, epoch, next_index) values ($1, $2, $3, $4) on conflict do nothing returning epoch, next_index)
     select epoch, next_index as next from begun union all select epoch, next_index from vitrine.trail_sink where organization_id = $1 and webhook_id = $2`,
    [transaction.organizationId, webhookId, epoch, from],
  );
  return place ?? { epoch, next: from };
}

interface Moved {
  readonly entries: readonly EntriesMessage[];
  readonly place: Place;
  readonly behind: boolean;
}

/** What follows on a place, an epoch to its end before the next one begins: the old one's last entries are owed too. */
async function entriesFrom(transaction: OrganizationTransaction, begin: Place, stand: TrailStand): Promise<Moved> {
  const entries: EntriesMessage[] = [];
  let place = begin;
  let room = stand.most;
  for (;;) {
    const size = place.epoch === stand.epoch ? stand.size : await sizeOf(transaction, place.epoch);
    if (place.next >= size) {
      if (place.epoch >= stand.epoch) return { entries, place, behind: false };
      place = { epoch: await epochAfter(transaction, place.epoch, stand), next: 0 };
      continue;
    }
    if (room === 0) return { entries, place, behind: true };
    const to = Math.min(size, place.next + Math.min(room, entriesPerMessage));
    entries.push(await entriesMessage(transaction, place.epoch, place.next, to));
    room -= to - place.next;
    place = { epoch: place.epoch, next: to };
  }
}

async function sizeOf(transaction: OrganizationTransaction, epoch: number): Promise<number> {
  const [last] = await transaction.read(
    sizeSchema,
    'select size from vitrine.trail_checkpoint where organization_id = $1 and epoch = $2 order by size desc limit 1',
    [transaction.organizationId, epoch],
  );
  return last?.size ?? 0;
}

/** Numbers may be missing between: a restored database does not know the epochs that it lost. */
async function epochAfter(transaction: OrganizationTransaction, epoch: number, stand: TrailStand): Promise<number> {
  const [next] = await transaction.read(
    epochSchema,
    'select epoch from vitrine.trail_checkpoint where organization_id = $1 and epoch > $2 order by epoch limit 1',
    [transaction.organizationId, epoch],
  );
  return next?.epoch ?? stand.epoch;
}

async function moveTo(transaction: OrganizationTransaction, webhookId: WebhookId, { epoch, next }: Place): Promise<void> {
  await transaction.query(
    'update vitrine.trail_sink set epoch = $3, next_index = $4 where organization_id = $1 and webhook_id = $2 and (epoch, next_index) <> ($3, $4)',
    [transaction.organizationId, webhookId, epoch, next],
  );
}
