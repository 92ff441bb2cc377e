import { Global, Module } from '@nestjs/common';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { ApprovalKinds } from './approval-kinds.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApprovalsRepository } from './approvals.repository.js';
import { ApprovalsService } from './approvals.service.js';

/** Global: any feature may have a change that needs a second person. It registers its kind in `onModuleInit`. */
@Global()
@Module({
  imports: [WebhooksModule],
  controllers: [ApprovalsController],
  providers: [ApprovalsService, ApprovalsRepository, ApprovalKinds],
  exports: [ApprovalsService, ApprovalKinds],
})
export class ApprovalsModule {}
