import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { jobIdSchema, type JobId } from '@vitrine/contracts';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { auditSchema, type Audit } from './audit.schemas.js';
import { deadLetterQuerySchema, deadLetterSchema, type DeadLetter } from './dead-letter.schemas.js';
import { DeadLettersService } from './dead-letters.service.js';

const listQuerySchema = z.strictObject({ ...pageQuery, ...deadLetterQuerySchema });

@ApiTags('audits')
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(private readonly deadLetters: DeadLettersService) {}

  @Get()
  @Requires('vitrine.audits.read')
  @Answers(200, pageSchema(deadLetterSchema, 'DeadLetterPage'), 'Jobs of audits that were given up, newest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuerySchema }) query: z.infer<typeof listQuerySchema>): Promise<Page<DeadLetter>> {
    return await this.deadLetters.list(caller, query);
  }

  @Post(':jobId/replay')
  @Requires('vitrine.audits.write')
  @Answers(202, auditSchema, 'A new audit of the same connection and rules, queued', [404, 409, 415, 422])
  async replay(
    @CurrentCaller() caller: Caller,
    @Param('jobId', { schema: jobIdSchema }) id: JobId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Audit>> {
    return await this.deadLetters.replay(caller, id, idempotency);
  }
}
