import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { OperatorReadsInterceptor } from './operator-reads.interceptor.js';
import { OperatorSessionsRepository } from './operator-sessions.repository.js';
import { OperatorsController } from './operators.controller.js';
import { OperatorsService } from './operators.service.js';
import { OrganizationSessionsController } from './organization-sessions.controller.js';
import { OrganizationSessionsService } from './organization-sessions.service.js';
import { SessionExpiry } from './session-expiry.js';
import { SessionLife } from './session-life.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';

/** After HttpModule, since interceptors run in that order: this one is next to the handlers. */
@Module({
  imports: [WebhooksModule],
  controllers: [OperatorsController, OrganizationSessionsController],
  providers: [
    OperatorsService,
    OrganizationSessionsService,
    OperatorSessionsRepository,
    SessionLife,
    SessionExpiry,
    { provide: APP_INTERCEPTOR, useClass: OperatorReadsInterceptor },
  ],
})
export class OperatorSessionsModule {}
