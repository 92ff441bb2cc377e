import { Injectable } from '@nestjs/common';
import { cloudSchema, connectionIdSchema, deliveryIdSchema, webhookIdSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { freshId } from '../database/fresh-id.js';
import { DeliveriesRepository } from './deliveries.repository.js';

export interface Announcement {
  /** Also to be let through by a migration: the API may make messages of these names only. */
  readonly event: 'approval.waiting';
  readonly subjectId: string;
  /** Ids, codes and times: never a secret. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Events that happen in the API, as messages to the organization's receivers, in the transaction in which they happened. */
@Injectable()
export class Announcements {
  constructor(private readonly deliveries: DeliveriesRepository) {}

  /** A message is sent by a worker of some cloud: an organization without a connection has none, and sees it in the API only. */
  async announce(tx: OrganizationTransaction, { event, subjectId, data }: Announcement): Promise<void> {
    const receivers = await tx.read(
      z.object({ id: webhookIdSchema }),
      `select id from vitrine.webhook where organization_id = $1 and state = 'on' and $2 = any(events) order by id`,
      [tx.organizationId, event],
    );
    if (receivers.length === 0) return;
    const [sender] = await tx.read(
      z.object({ id: connectionIdSchema, cloud: cloudSchema }),
      `select id, cloud from vitrine.connection where organization_id = $1 and state not in ('rejected', 'revoked', 'purged') order by id limit 1`,
      [tx.organizationId],
    );
    if (sender === undefined) return;
    const body = JSON.stringify({ type: event, timestamp: new Date().toISOString(), data });
    for (const { id } of receivers) {
      await tx.query(
        `insert into vitrine.webhook_delivery (organization_id, id, webhook_id, event, connection_id, cloud, subject_id, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tx.organizationId, freshId(deliveryIdSchema), id, event, sender.id, sender.cloud, subjectId, body],
      );
      await this.deliveries.planWaiting(tx, id);
    }
  }
}
