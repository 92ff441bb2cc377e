import { Module } from '@nestjs/common';
import { SealingKeysModule } from '../sealing-keys/sealing-keys.module.js';
import { Announcements } from './announcements.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { WebhooksService } from './webhooks.service.js';

@Module({
  imports: [SealingKeysModule],
  controllers: [WebhooksController],
  providers: [WebhooksService, WebhooksRepository, DeliveriesRepository, WebhookSecrets, Announcements],
  exports: [Announcements],
})
export class WebhooksModule {}
