import { Injectable } from '@nestjs/common';
import { webhookIdSchema, type Cloud, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { webhookEventSchema, webhookSchema } from './webhook.schemas.js';

const COLUMNS = 'id, name, url, events, state, state_code, secret_version, secret_changed_at, failing_since, created_by, created_at, version';
const rowSchema = z.object({
  id: webhookIdSchema,
  name: z.string(),
  url: z.string(),
  events: z.array(webhookEventSchema),
  state: webhookSchema.shape.state,
  state_code: webhookSchema.shape.stateCode,
  secret_version: z.number().int(),
  secret_changed_at: z.date(),
  failing_since: z.date().nullable(),
  created_by: z.string(),
  created_at: z.date(),
  version: z.number().int(),
});
export type WebhookRow = z.infer<typeof rowSchema>;

export type WebhookSettings = Pick<WebhookRow, 'name' | 'url' | 'events' | 'state'>;

export interface SealedSecret {
  readonly cloud: Cloud;
  readonly kid: string;
  readonly sealed: Uint8Array;
}

@Injectable()
export class WebhooksRepository {
  /** Counts under a lock, so that twenty requests at once cannot each be the twentieth. */
  async count(tx: OrganizationTransaction): Promise<number> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [`webhooks:${tx.organizationId}`]);
    const [row] = await tx.read(z.object({ n: z.number().int() }), `select count(*)::int as n from vitrine.webhook where organization_id = $1`, [
      tx.organizationId,
    ]);
    return row?.n ?? 0;
  }

  async insert(tx: OrganizationTransaction, id: WebhookId, settings: WebhookSettings, by: string): Promise<void> {
    await tx.query(`insert into vitrine.webhook (organization_id, id, name, url, events, state, created_by) values ($1, $2, $3, $4, $5, $6, $7)`, [
      tx.organizationId,
      id,
      settings.name,
      settings.url,
      settings.events,
      settings.state,
      by,
    ]);
  }

  /** Appended by version, one per cloud; nothing here can read one back. */
  async appendSecret(tx: OrganizationTransaction, id: WebhookId, version: number, secrets: readonly SealedSecret[]): Promise<void> {
    for (const { cloud, kid, sealed } of secrets)
      await tx.query(`insert into vitrine.webhook_secret (organization_id, webhook_id, version, cloud, kid, sealed) values ($1, $2, $3, $4, $5, $6)`, [
        tx.organizationId,
        id,
        version,
        cloud,
        kid,
        Buffer.from(sealed),
      ]);
  }

  async moveToSecret(tx: OrganizationTransaction, id: WebhookId, version: number): Promise<void> {
    await tx.query(`update vitrine.webhook set secret_version = $3, secret_changed_at = now(), version = version + 1 where organization_id = $1 and id = $2`, [
      tx.organizationId,
      id,
      version,
    ]);
  }

  /** Turned on, it begins without a past of failures. */
  async change(tx: OrganizationTransaction, id: WebhookId, settings: WebhookSettings): Promise<void> {
    await tx.query(
      `update vitrine.webhook set name = $3, url = $4, events = $5, state = $6, state_code = case when $6 = 'disabled' then state_code end,
         failing_since = case when $6 = 'on' and state <> 'on' then null else failing_since end, version = version + 1 where organization_id = $1 and id = $2`,
      [tx.organizationId, id, settings.name, settings.url, settings.events, settings.state],
    );
  }

  async find(tx: OrganizationTransaction, id: string, lock: 'for-reading' | 'for-change'): Promise<WebhookRow | 'missing'> {
    const sql = `select ${COLUMNS} from vitrine.webhook where organization_id = $1 and id = $2`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for no key update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async list(tx: OrganizationTransaction, after: string | null, rows: number): Promise<WebhookRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.webhook where organization_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
      [tx.organizationId, after, rows],
    );
  }

  async remove(tx: OrganizationTransaction, id: WebhookId): Promise<void> {
    await tx.query(`delete from vitrine.webhook where organization_id = $1 and id = $2`, [tx.organizationId, id]);
  }
}
