import { Inject, Injectable } from '@nestjs/common';
import { webhookIdSchema, type DeliveryId, type WebhookId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { insufficientScope } from '../auth/auth-errors.js';
import { callerText, expectWhole, type Caller } from '../auth/caller.js';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound, refusal } from '../http/problem.js';
import { API_CONFIG } from '../platform/tokens.js';
import { record } from '../trail/record.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { guardedEvents } from './guarded-events.js';
import { receiverUrl } from './webhook-url.js';
import { deliveryOf, webhookOf } from './webhook-view.js';
import {
  MAX_WEBHOOKS,
  type ChangeWebhook,
  type CreateWebhook,
  type Delivery,
  type ListDeliveries,
  type Webhook,
  type WebhookWithSecret,
} from './webhook.schemas.js';
import { WebhooksRepository, type WebhookRow } from './webhooks.repository.js';

/** Receivers of an organization's events. Workers send; the API never opens a connection to one, nor a secret. */
@Injectable()
export class WebhooksService {
  readonly #testHosts: ReadonlySet<string>;

  constructor(
    @Inject(API_CONFIG) config: ApiConfig,
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly secrets: WebhookSecrets,
    private readonly webhooks: WebhooksRepository,
    private readonly deliveries: DeliveriesRepository,
  ) {
    this.#testHosts = new Set(config.webhookTestHosts);
  }

  /** @throws VitrineError 403 `insufficient-scope` for an event | 409 `too-many-webhooks` | 422 `invalid-url` | 503 `sealing-key-unavailable` */
  async create(caller: Caller, wish: CreateWebhook, idempotency: Idempotency): Promise<Answer<WebhookWithSecret>> {
    expectWhole(caller);
    expectEvents(caller, wish.events);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const url = receiverUrl(wish.url, this.#testHosts);
      if ((await this.webhooks.count(tx)) >= MAX_WEBHOOKS)
        throw refusal(409, 'too-many-webhooks', `An organization has at most ${String(MAX_WEBHOOKS)} webhooks. Remove one first.`);
      const id = freshId(webhookIdSchema);
      const secret = await this.secrets.make(caller.organizationId, id, 1);
      await this.webhooks.insert(tx, id, { name: wish.name, url, events: [...new Set(wish.events)], state: 'on' }, callerText(caller));
      await this.webhooks.appendSecret(tx, id, 1, secret.sealed);
      await record(tx, { type: 'webhook.created', payload: { webhookId: id, events: wish.events } });
      const row = await this.visible(tx, id, 'for-reading');
      const answer = new Answer(201, { ...webhookOf(row), secret: secret.text }, { location: `/v1/webhooks/${id}`, etag: etagOf(row.version) });
      return { answer, oneTimeSecretOf: id };
    });
  }

  async list(caller: Caller, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<Webhook>> {
    expectWhole(caller);
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/webhooks', filters: {} };
    const position = this.cursors.read(binding, cursor);
    const after = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.webhooks.list(tx, after, limit + 1), { mode: 'read-only' });
    return this.cursors.page(binding, limit, rows, (row) => [row.id], webhookOf);
  }

  async read(caller: Caller, id: WebhookId): Promise<Answer<Webhook>> {
    expectWhole(caller);
    const row = await this.database.inOrganization(caller.organizationId, (tx) => this.visible(tx, id, 'for-reading'), { mode: 'read-only' });
    return answerOf(row);
  }

  /** @throws VitrineError 403 `insufficient-scope` for an event | 404 | 412 | 422 | 428 */
  async change(caller: Caller, id: WebhookId, ifMatch: string | undefined, change: ChangeWebhook): Promise<Answer<Webhook>> {
    expectWhole(caller);
    return await this.mutations.run(caller, 'none', async (tx) => {
      const before = await this.visible(tx, id, 'for-change');
      expectMatch(ifMatch, before.version);
      expectEvents(caller, change.events ?? []);
      // What waits from when the webhook had other events goes to the new address too.
      if (change.url !== undefined) expectEvents(caller, [...before.events, ...(await this.deliveries.waitingEvents(tx, id))]);
      await this.webhooks.change(tx, id, {
        name: change.name ?? before.name,
        url: change.url === undefined ? before.url : receiverUrl(change.url, this.#testHosts),
        events: change.events === undefined ? before.events : [...new Set(change.events)],
        state: change.state ?? before.state,
      });
      if (change.state === 'on' && before.state !== 'on') await this.deliveries.planWaiting(tx, id);
      await record(tx, { type: 'webhook.changed', payload: { webhookId: id, members: Object.keys(change) } });
      return { answer: answerOf(await this.visible(tx, id, 'for-reading')) };
    });
  }

  /** A new secret, shown this once; for a day the one before signs too. */
  async changeSecret(caller: Caller, id: WebhookId, idempotency: Idempotency): Promise<Answer<WebhookWithSecret>> {
    expectWhole(caller);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const before = await this.visible(tx, id, 'for-change');
      const version = before.secret_version + 1;
      const secret = await this.secrets.make(caller.organizationId, id, version);
      await this.webhooks.appendSecret(tx, id, version, secret.sealed);
      await this.webhooks.moveToSecret(tx, id, version);
      await record(tx, { type: 'webhook.secret-changed', payload: { webhookId: id, version } });
      const row = await this.visible(tx, id, 'for-reading');
      return { answer: new Answer(201, { ...webhookOf(row), secret: secret.text }, { etag: etagOf(row.version) }), oneTimeSecretOf: id };
    });
  }

  async remove(caller: Caller, id: WebhookId): Promise<Answer<undefined>> {
    expectWhole(caller);
    return await this.mutations.run(caller, 'none', async (tx) => {
      await this.visible(tx, id, 'for-change');
      await this.webhooks.remove(tx, id);
      await record(tx, { type: 'webhook.removed', payload: { webhookId: id } });
      return { answer: new Answer(204, undefined) };
    });
  }

  async listDeliveries(caller: Caller, id: WebhookId, { limit, cursor, state }: ListDeliveries): Promise<Page<Delivery>> {
    expectWhole(caller);
    const binding = {
      organizationId: caller.organizationId,
      list: 'GET /v1/webhooks/{webhookId}/deliveries',
      filters: { id, state: state ?? null, hidden: [...hiddenEvents(caller)] },
    };
    const position = this.cursors.read(binding, cursor);
    const before = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        await this.visible(tx, id, 'for-reading');
        return await this.deliveries.list(tx, id, state ?? null, hiddenEvents(caller), before, limit + 1);
      },
      { mode: 'read-only' },
    );
    return this.cursors.page(binding, limit, rows, (row) => [row.id], deliveryOf);
  }

  /** Sends a message again, under its own id. @throws VitrineError 403 `insufficient-scope` for an event | 404 | 409 `delivery-waiting`, `webhook-off` */
  async replay(caller: Caller, id: DeliveryId, idempotency: Idempotency): Promise<Answer<Delivery>> {
    expectWhole(caller);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const before = await this.deliveries.find(tx, id);
      if (before === 'missing') throw notFound();
      // The answer holds the message.
      expectEvents(caller, [before.event]);
      const webhook = await this.visible(tx, before.webhook_id, 'for-reading');
      if (webhook.state !== 'on') throw refusal(409, 'webhook-off', 'The webhook is not on. Turn it on first.');
      if (before.state === 'pending' || before.state === 'sending') throw refusal(409, 'delivery-waiting', 'This message is still waiting to be sent.');
      await this.deliveries.replay(tx, id);
      await this.deliveries.planWaiting(tx, webhook.id);
      await record(tx, { type: 'webhook.delivery-replayed', payload: { webhookId: webhook.id, deliveryId: id } });
      const row = await this.deliveries.find(tx, id);
      if (row === 'missing') throw notFound();
      return { answer: new Answer(202, deliveryOf(row)) };
    });
  }

  private async visible(tx: OrganizationTransaction, id: WebhookId, lock: 'for-reading' | 'for-change'): Promise<WebhookRow> {
    const row = await this.webhooks.find(tx, id, lock);
    if (row === 'missing') throw notFound();
    return row;
  }
}

/** Attack: a token that may only set up webhooks has what it may not read sent to its own receiver, or reads it in the log of deliveries. */
function expectEvents({ scopes }: Caller, events: readonly string[]): void {
  for (const [event, scope] of guardedEvents) if (events.includes(event) && !scopes.has(scope)) throw insufficientScope(scope);
}

const hiddenEvents = ({ scopes }: Caller): readonly string[] => guardedEvents.flatMap(([event, scope]) => (scopes.has(scope) ? [] : [event]));

const answerOf = (row: WebhookRow): Answer<Webhook> => new Answer(200, webhookOf(row), { etag: etagOf(row.version) });
