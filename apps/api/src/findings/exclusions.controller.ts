import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exclusionIdSchema, type ExclusionId } from '@vitrine/contracts';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { createExclusionSchema, exclusionSchema, type CreateExclusion, type Exclusion } from './exclusion.schemas.js';
import { ExclusionsService } from './exclusions.service.js';

const listQuerySchema = z.strictObject(pageQuery);

@ApiTags('findings')
@Controller('v1/exclusions')
export class ExclusionsController {
  constructor(private readonly exclusions: ExclusionsService) {}

  @Post()
  @Requires('vitrine.findings.write')
  @Answers(201, exclusionSchema, 'The tag rule; the next audit leaves out what it names', [404, 409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: createExclusionSchema }) body: CreateExclusion,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Exclusion>> {
    return await this.exclusions.create(caller, body, idempotency);
  }

  @Get()
  @Requires('vitrine.findings.read')
  @Answers(200, pageSchema(exclusionSchema, 'ExclusionPage'), 'Tag rules, oldest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuerySchema }) query: z.infer<typeof listQuerySchema>): Promise<Page<Exclusion>> {
    return await this.exclusions.list(caller, query);
  }

  @Delete(':exclusionId')
  @Requires('vitrine.findings.write')
  @Answers(204, 'no-body', 'The rule is gone; the next audit opens what it left out', [404, 422])
  async remove(@CurrentCaller() caller: Caller, @Param('exclusionId', { schema: exclusionIdSchema }) id: ExclusionId): Promise<Answer<undefined>> {
    return await this.exclusions.remove(caller, id);
  }
}
