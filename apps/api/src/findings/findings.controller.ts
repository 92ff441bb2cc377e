import type { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, Param, Patch, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { findingIdSchema, type FindingId } from '@vitrine/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { Produces } from '../http/route-wire.js';
import { streamedAnswer } from '../http/streamed-answer.js';
import {
  assignFindingSchema,
  changeFindingSchema,
  findingFilterQuery,
  findingFilterSchema,
  findingSortSchema,
  fullFindingSchema,
  groupListSchema,
  listedFindingSchema,
  summarySchema,
  type AssignFinding,
  type ChangeFinding,
  type FindingFilterQuery,
  type FindingGroup,
  type FindingSummary,
  type FullFinding,
  type ListedFinding,
} from './finding.schemas.js';
import { FindingHistoryService } from './finding-history.service.js';
import {
  findingStepSchema,
  savingsListSchema,
  savingsQuerySchema,
  type FindingStep,
  type SavingsPeriod,
  type SavingsQuery,
} from './finding-history.schemas.js';
import { FindingSumsService } from './finding-sums.service.js';
import { FindingsService } from './findings.service.js';

const listQuerySchema = z.strictObject({ ...pageQuery, ...findingFilterQuery, sort: findingSortSchema.default('saving') });
const historyQuerySchema = z.strictObject(pageQuery);
const exportQuerySchema = z.strictObject({ ...findingFilterQuery, format: z.enum(['csv', 'json'], 'invalid-format') });

const exported = {
  'text/csv': { schema: { type: 'string' } },
  'application/json': {
    schema: {
      type: 'object',
      properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Finding' } } },
      required: ['items'],
      additionalProperties: false,
    },
  },
};

@ApiTags('findings')
@Controller('v1/findings')
export class FindingsController {
  constructor(
    private readonly findings: FindingsService,
    private readonly sums: FindingSumsService,
    private readonly history: FindingHistoryService,
  ) {}

  @Get()
  @Requires('vitrine.findings.read')
  @Answers(200, pageSchema(listedFindingSchema, 'FindingPage'), 'Findings, the largest realisable saving first unless sorted otherwise', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuerySchema }) query: z.infer<typeof listQuerySchema>): Promise<Page<ListedFinding>> {
    return await this.findings.list(caller, query);
  }

  @Get('groups')
  @Requires('vitrine.findings.read')
  @Answers(200, groupListSchema, 'The filtered findings by rule: how many, the worst severity, what they would save', [422])
  async groups(@CurrentCaller() caller: Caller, @Query({ schema: findingFilterSchema }) query: FindingFilterQuery): Promise<{ items: FindingGroup[] }> {
    return await this.sums.groups(caller, query);
  }

  @Get('summary')
  @Requires('vitrine.findings.read')
  @Answers(200, summarySchema, 'What counts: open savings per currency, cloud and rule, and what is left out', [422])
  async summary(@CurrentCaller() caller: Caller, @Query({ schema: findingFilterSchema }) query: FindingFilterQuery): Promise<FindingSummary> {
    return await this.sums.summary(caller, query);
  }

  @Get('savings')
  @Requires('vitrine.findings.read')
  @Answers(200, savingsListSchema, 'What was identified, planned, resolved, realised and relapsed over time, per currency', [422])
  async savings(@CurrentCaller() caller: Caller, @Query({ schema: savingsQuerySchema }) query: SavingsQuery): Promise<{ items: SavingsPeriod[] }> {
    return await this.history.savings(caller, query);
  }

  @Get('export')
  @Requires('vitrine.findings.read')
  @Produces('text/csv', 'application/json')
  @Answers(200, exported, 'Exactly the filtered findings, in full, as they were first seen', [422])
  export(
    @CurrentCaller() caller: Caller,
    @Query({ schema: exportQuerySchema }) query: z.infer<typeof exportQuerySchema>,
    @Req() request: FastifyRequest,
  ): Answer<Readable> {
    const { format, ...filter } = query;
    const headers = {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="vitrine-findings.${format}"`,
      'cache-control': 'no-store',
    };
    return streamedAnswer(request, headers, this.findings.export(caller, filter, format));
  }

  @Get(':findingId')
  @Requires('vitrine.findings.read')
  @Revalidated()
  @Answers(200, fullFindingSchema, 'One finding with its evidence, how to verify it and how to remedy it', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('findingId', { schema: findingIdSchema }) id: FindingId): Promise<Answer<FullFinding>> {
    return await this.findings.read(caller, id);
  }

  @Patch(':findingId')
  @Requires('vitrine.findings.write')
  @Answers(200, fullFindingSchema, 'The finding after the decision', [404, 409, 412, 413, 415, 422, 428])
  async change(
    @CurrentCaller() caller: Caller,
    @Param('findingId', { schema: findingIdSchema }) id: FindingId,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: changeFindingSchema }) body: ChangeFinding,
  ): Promise<Answer<FullFinding>> {
    return await this.findings.change(caller, id, ifMatch, body);
  }

  @Put(':findingId/assignee')
  @Requires('vitrine.findings.write')
  @Answers(200, fullFindingSchema, 'The finding with the member who was asked to see to it', [404, 412, 413, 415, 422, 428])
  async assign(
    @CurrentCaller() caller: Caller,
    @Param('findingId', { schema: findingIdSchema }) id: FindingId,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: assignFindingSchema }) body: AssignFinding,
  ): Promise<Answer<FullFinding>> {
    return await this.findings.assign(caller, id, ifMatch, body.memberId);
  }

  @Delete(':findingId/assignee')
  @Requires('vitrine.findings.write')
  @Answers(200, fullFindingSchema, 'The finding, with nobody asked to see to it', [404, 412, 422, 428])
  async unassign(
    @CurrentCaller() caller: Caller,
    @Param('findingId', { schema: findingIdSchema }) id: FindingId,
    @IfMatch() ifMatch: string | undefined,
  ): Promise<Answer<FullFinding>> {
    return await this.findings.assign(caller, id, ifMatch, null);
  }

  @Get(':findingId/history')
  @Requires('vitrine.findings.read')
  @Answers(200, pageSchema(findingStepSchema, 'FindingStepPage'), 'Every step of its life, oldest first: who, when, from, to, why', [404, 422])
  async steps(
    @CurrentCaller() caller: Caller,
    @Param('findingId', { schema: findingIdSchema }) id: FindingId,
    @Query({ schema: historyQuerySchema }) query: z.infer<typeof historyQuerySchema>,
  ): Promise<Page<FindingStep>> {
    return await this.history.steps(caller, id, query);
  }
}
