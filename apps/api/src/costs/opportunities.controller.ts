import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import { Answers } from '../http/answers.decorator.js';
import { OpportunitiesService } from './opportunities.service.js';
import { opportunitiesSchema, opportunityQuerySchema, type Opportunities } from './opportunity.schemas.js';

@ApiTags('costs')
@Controller('v1/costs/opportunities')
export class OpportunitiesController {
  constructor(private readonly opportunities: OpportunitiesService) {}

  @Get()
  @Requires('vitrine.costs.read')
  @Answers(200, opportunitiesSchema, 'What the bill alone shows, the largest realisable saving first', [422])
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: opportunityQuerySchema }) query: z.infer<typeof opportunityQuerySchema>,
  ): Promise<Opportunities> {
    return await this.opportunities.list(caller, query);
  }
}
