import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { apiBudgetSchema, apiSpendSchema, spendQuerySchema, type ApiBudget, type ApiSpend } from './spend.schemas.js';
import { SpendService } from './spend.service.js';

@ApiTags('costs')
@Controller('v1/costs')
export class SpendController {
  constructor(private readonly spend: SpendService) {}

  @Get('api-spend')
  @Requires('vitrine.costs.read')
  @Answers(200, apiSpendSchema, 'What reading cost at the providers, by day, connection and operation; of one audit if asked', [404, 422])
  async readSpend(@CurrentCaller() caller: Caller, @Query({ schema: spendQuerySchema }) query: z.infer<typeof spendQuerySchema>): Promise<ApiSpend> {
    return await this.spend.read(caller, query);
  }

  @Get('api-budget')
  @Requires('vitrine.costs.read')
  @Answers(200, apiBudgetSchema, 'What reading may cost a day; calls that would go over it are not made')
  @Revalidated()
  async readBudget(@CurrentCaller() caller: Caller): Promise<Answer<ApiBudget>> {
    return await this.spend.readBudget(caller);
  }

  @Put('api-budget')
  @Requires('vitrine.costs.write')
  @Answers(200, apiBudgetSchema, 'The budget after the change', [412, 413, 415, 422, 428])
  async setBudget(
    @CurrentCaller() caller: Caller,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: apiBudgetSchema }) body: ApiBudget,
  ): Promise<Answer<ApiBudget>> {
    return await this.spend.setBudget(caller, ifMatch, body);
  }
}
