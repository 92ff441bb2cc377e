import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { deliveryIdSchema, webhookIdSchema, type DeliveryId, type WebhookId } from '@vitrine/contracts';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import {
  changeWebhookSchema,
  createWebhookSchema,
  deliverySchema,
  listDeliveriesSchema,
  webhookSchema,
  webhookWithSecretSchema,
  type ChangeWebhook,
  type CreateWebhook,
  type Delivery,
  type ListDeliveries,
  type Webhook,
  type WebhookWithSecret,
} from './webhook.schemas.js';
import { WebhooksService } from './webhooks.service.js';

const listQuerySchema = z.strictObject(pageQuery);

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Post()
  @Requires('vitrine.webhooks.write')
  @Answers(201, webhookWithSecretSchema, 'The webhook with its secret, shown this once', [409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: createWebhookSchema }) body: CreateWebhook,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<WebhookWithSecret>> {
    return await this.webhooks.create(caller, body, idempotency);
  }

  @Get()
  @Requires('vitrine.webhooks.read')
  @Answers(200, pageSchema(webhookSchema, 'WebhookPage'), 'Webhooks, oldest first; never their secrets', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuerySchema }) query: z.infer<typeof listQuerySchema>): Promise<Page<Webhook>> {
    return await this.webhooks.list(caller, query);
  }

  @Get(':webhookId')
  @Requires('vitrine.webhooks.read')
  @Revalidated()
  @Answers(200, webhookSchema, 'One webhook', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('webhookId', { schema: webhookIdSchema }) id: WebhookId): Promise<Answer<Webhook>> {
    return await this.webhooks.read(caller, id);
  }

  @Patch(':webhookId')
  @Requires('vitrine.webhooks.write')
  @Answers(200, webhookSchema, 'The webhook after the change', [404, 412, 413, 415, 422, 428])
  async change(
    @CurrentCaller() caller: Caller,
    @Param('webhookId', { schema: webhookIdSchema }) id: WebhookId,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: changeWebhookSchema }) body: ChangeWebhook,
  ): Promise<Answer<Webhook>> {
    return await this.webhooks.change(caller, id, ifMatch, body);
  }

  @Delete(':webhookId')
  @Requires('vitrine.webhooks.write')
  @Answers(204, 'no-body', 'The webhook, its secrets and its deliveries are gone', [404, 422])
  async remove(@CurrentCaller() caller: Caller, @Param('webhookId', { schema: webhookIdSchema }) id: WebhookId): Promise<Answer<undefined>> {
    return await this.webhooks.remove(caller, id);
  }

  @Post(':webhookId/secret')
  @Requires('vitrine.webhooks.write')
  @Answers(201, webhookWithSecretSchema, 'A new secret, shown this once; for a day the one before signs too', [404, 409, 415, 422])
  async changeSecret(
    @CurrentCaller() caller: Caller,
    @Param('webhookId', { schema: webhookIdSchema }) id: WebhookId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<WebhookWithSecret>> {
    return await this.webhooks.changeSecret(caller, id, idempotency);
  }

  @Get(':webhookId/deliveries')
  @Requires('vitrine.webhooks.read')
  @Answers(200, pageSchema(deliverySchema, 'WebhookDeliveryPage'), 'Messages and their attempts, newest first', [404, 422])
  async deliveries(
    @CurrentCaller() caller: Caller,
    @Param('webhookId', { schema: webhookIdSchema }) id: WebhookId,
    @Query({ schema: listDeliveriesSchema }) query: ListDeliveries,
  ): Promise<Page<Delivery>> {
    return await this.webhooks.listDeliveries(caller, id, query);
  }

  @Post('deliveries/:deliveryId/replay')
  @Requires('vitrine.webhooks.write')
  @Answers(202, deliverySchema, 'The message, waiting again under its own id', [404, 409, 415, 422])
  async replay(
    @CurrentCaller() caller: Caller,
    @Param('deliveryId', { schema: deliveryIdSchema }) id: DeliveryId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Delivery>> {
    return await this.webhooks.replay(caller, id, idempotency);
  }
}
