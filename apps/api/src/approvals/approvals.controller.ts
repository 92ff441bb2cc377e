import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { pendingChangeIdSchema, type PendingChangeId } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import {
  listApprovalsSchema,
  pendingChangePageSchema,
  pendingChangeSchema,
  refuseApprovalSchema,
  type ListApprovals,
  type PendingChange,
  type RefuseApproval,
} from './approval.schemas.js';
import { ApprovalsService } from './approvals.service.js';

const problems = [404, 409, 415, 422];

@ApiTags('approvals')
@Controller('v1/approvals')
export class ApprovalsController {
  constructor(private readonly approvals: ApprovalsService) {}

  @Get()
  @Requires('vitrine.approvals.read')
  @Answers(200, pendingChangePageSchema, 'Changes that wait, and those that did, newest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listApprovalsSchema }) query: ListApprovals): Promise<Page<PendingChange>> {
    return await this.approvals.list(caller, query);
  }

  @Get(':id')
  @Requires('vitrine.approvals.read')
  @Revalidated()
  @Answers(200, pendingChangeSchema, 'The change', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('id', { schema: pendingChangeIdSchema }) id: PendingChangeId): Promise<Answer<PendingChange>> {
    return await this.approvals.read(caller, id);
  }

  @Post(':id/approve')
  @Requires('vitrine.approvals.write', 'approval.approve')
  @Answers(200, pendingChangeSchema, 'The change, approved by a second person and applied', problems)
  async approve(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: pendingChangeIdSchema }) id: PendingChangeId,
    @IdempotencyKey() key: Idempotency,
  ): Promise<Answer<PendingChange>> {
    return await this.approvals.say(caller, key, id, 'approve');
  }

  @Post(':id/refuse')
  @Requires('vitrine.approvals.write', 'approval.refuse')
  @Answers(200, pendingChangeSchema, 'The change, which will not come', problems)
  async refuse(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: pendingChangeIdSchema }) id: PendingChangeId,
    @IdempotencyKey() key: Idempotency,
    @Body({ schema: refuseApprovalSchema }) { reason }: RefuseApproval,
  ): Promise<Answer<PendingChange>> {
    return await this.approvals.say(caller, key, id, 'refuse', reason);
  }

  @Post(':id/withdraw')
  @Requires('vitrine.approvals.write', 'approval.withdraw')
  @Answers(200, pendingChangeSchema, 'The change, taken back by whoever proposed it', problems)
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: pendingChangeIdSchema }) id: PendingChangeId,
    @IdempotencyKey() key: Idempotency,
  ): Promise<Answer<PendingChange>> {
    return await this.approvals.say(caller, key, id, 'withdraw');
  }

  @Post(':id/apply')
  @Requires('vitrine.approvals.write', 'approval.apply')
  @Answers(200, pendingChangeSchema, 'The change, applied after its notice', problems)
  async apply(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: pendingChangeIdSchema }) id: PendingChangeId,
    @IdempotencyKey() key: Idempotency,
  ): Promise<Answer<PendingChange>> {
    return await this.approvals.say(caller, key, id, 'apply');
  }
}
