import { Injectable } from '@nestjs/common';
import { connectionIdSchema, cloudSchema, deliveryIdSchema, jobIdSchema, webhookIdSchema, type DeliveryId, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { freshId } from '../database/fresh-id.js';
import { deliverySchema } from './webhook.schemas.js';

const { shape } = deliverySchema;
const rowSchema = z.object({
  id: deliveryIdSchema,
  webhook_id: webhookIdSchema,
  event: shape.event,
  connection_id: connectionIdSchema.nullable(),
  cloud: cloudSchema,
  subject_id: z.string(),
  state: shape.state,
  attempts: z.number().int(),
  next_attempt_at: z.date(),
  created_at: z.date(),
  ended_at: z.date().nullable(),
  body: z.string(),
  log: shape.log,
});
export type DeliveryRow = z.infer<typeof rowSchema>;
const COLUMNS = 'id, webhook_id, event, connection_id, cloud, subject_id, state, attempts, next_attempt_at, created_at, ended_at, body, log';

@Injectable()
export class DeliveriesRepository {
  /** Newest first, before the given id, without the messages of `hidden` events. */
  async list(
    tx: OrganizationTransaction,
    webhookId: WebhookId,
    state: string | null,
    hidden: readonly string[],
    before: string | null,
    rows: number,
  ): Promise<DeliveryRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.webhook_delivery where organization_id = $1 and webhook_id = $2 and ($3::text is null or state = $3) and ($4::uuid is null or id < $4)
         and event <> all ($6::text[]) order by id desc limit $5`,
      [tx.organizationId, webhookId, state, before, rows, hidden],
    );
  }

  async find(tx: OrganizationTransaction, id: DeliveryId): Promise<DeliveryRow | 'missing'> {
    const [row] = await tx.read(rowSchema, `select ${COLUMNS} from vitrine.webhook_delivery where organization_id = $1 and id = $2 for no key update`, [
      tx.organizationId,
      id,
    ]);
    return row ?? 'missing';
  }

  /** The same message under the same id, with its attempts counted anew. */
  async replay(tx: OrganizationTransaction, id: DeliveryId): Promise<void> {
    await tx.query(
      `update vitrine.webhook_delivery set state = 'pending', attempts = 0, next_attempt_at = now(), ended_at = null where organization_id = $1 and id = $2`,
      [tx.organizationId, id],
    );
  }

  /** Of the messages that are still to be sent. */
  async waitingEvents(tx: OrganizationTransaction, webhookId: WebhookId): Promise<string[]> {
    const rows = await tx.read(
      z.object({ event: z.string() }),
      `select distinct event from vitrine.webhook_delivery where organization_id = $1 and webhook_id = $2 and state in ('pending', 'sending')`,
      [tx.organizationId, webhookId],
    );
    return rows.map(({ event }) => event);
  }

  /** A job per cloud for which something waits; one that finds nothing to send ends at once. */
  async planWaiting(tx: OrganizationTransaction, webhookId: WebhookId): Promise<void> {
    const waiting = await tx.read(
      z.object({ cloud: cloudSchema, connection_id: connectionIdSchema.nullable() }),
      `select distinct on (cloud) cloud, connection_id from vitrine.webhook_delivery where organization_id = $1 and webhook_id = $2 and state in ('pending', 'sending') order by cloud, seq`,
      [tx.organizationId, webhookId],
    );
    for (const { cloud, connection_id: connectionId } of waiting)
      await tx.query(
        `insert into vitrine.job (organization_id, id, kind, connection_id, queue, detail) values ($1, $2, 'deliver', $3, $4, jsonb_build_object('webhookId', $5::text))`,
        [tx.organizationId, freshId(jobIdSchema), connectionId, cloud, webhookId],
      );
    await tx.query(`select pg_notify('vitrine_job', '')`);
  }
}
