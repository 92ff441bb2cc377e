import { Injectable } from '@nestjs/common';
import { cloudSchema, deliveryIdSchema, webhookIdSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { freshId } from '../database/fresh-id.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { announcedEvents } from './webhook.schemas.js';

export interface Announcement {
  readonly event: (typeof announcedEvents)[number];
  readonly subjectId: string;
  /** Ids, codes and times: never a secret. */
  readonly data: Readonly<Record<string, unknown>>;
}

const receiverSchema = z.object({ id: webhookIdSchema, cloud: cloudSchema.nullable() });

/** Events that happen in the API, as messages to the organization's receivers, in the transaction in which they happened. */
@Injectable()
export class Announcements {
  constructor(private readonly deliveries: DeliveriesRepository) {}

  /** About no connection, so an organization without one hears it too: any cloud's workers send it that can sign for the receiver. */
  async announce(tx: OrganizationTransaction, { event, subjectId, data }: Announcement): Promise<void> {
    const receivers = await tx.read(
      receiverSchema,
      `select id, vitrine.delivering_cloud(id) as cloud from vitrine.webhook where organization_id = $1 and state = 'on' and $2 = any(events) order by id`,
      [tx.organizationId, event],
    );
    const body = JSON.stringify({ type: event, timestamp: new Date().toISOString(), data });
    for (const { id, cloud } of receivers) {
      if (cloud === null) continue;
      await tx.query(
        `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, cloud, subject_id, body) values ($1, $2, $3, $4, $5, $6, $7)`,
        [tx.organizationId, freshId(deliveryIdSchema), id, event, cloud, subjectId, body],
      );
      await this.deliveries.planWaiting(tx, id);
    }
  }
}
