import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { trustRuleIdSchema, type TrustRuleId } from '@vitrine/contracts';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import type { Page } from '../http/pagination.js';
import {
  createTrustRuleSchema,
  listTrustRulesSchema,
  trustRulePageSchema,
  trustRuleSchema,
  type CreateTrustRule,
  type ListTrustRules,
  type TrustRule,
} from './trust-rule.schemas.js';
import { TrustRulesService } from './trust-rules.service.js';

/** Which CI runs may come in without a stored secret. */
@ApiTags('trust-rules')
@Controller('v1/trust-rules')
export class TrustRulesController {
  constructor(private readonly rules: TrustRulesService) {}

  @Get()
  @Requires('vitrine.identity.read')
  @Answers(200, trustRulePageSchema, 'Trust rules, newest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listTrustRulesSchema }) query: ListTrustRules): Promise<Page<TrustRule>> {
    return await this.rules.list(caller, query);
  }

  @Post()
  @Requires('vitrine.identity.write')
  @Answers(201, trustRuleSchema, 'The trust rule', [404, 409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() key: Idempotency,
    @Body({ schema: createTrustRuleSchema }) wish: CreateTrustRule,
  ): Promise<Answer<TrustRule>> {
    return await this.rules.create(caller, key, wish);
  }

  @Get(':trustRuleId')
  @Requires('vitrine.identity.read')
  @Revalidated()
  @Answers(200, trustRuleSchema, 'The trust rule', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('trustRuleId', { schema: trustRuleIdSchema }) id: TrustRuleId): Promise<Answer<TrustRule>> {
    return await this.rules.read(caller, id);
  }

  @Delete(':trustRuleId')
  @Requires('vitrine.identity.write')
  @Answers(204, 'no-body', 'The rule ended, with every token that was exchanged under it', [404, 422])
  async remove(@CurrentCaller() caller: Caller, @Param('trustRuleId', { schema: trustRuleIdSchema }) id: TrustRuleId): Promise<Answer<undefined>> {
    return await this.rules.remove(caller, id);
  }
}
