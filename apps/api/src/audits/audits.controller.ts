import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { auditIdSchema, type AuditId } from '@vitrine/contracts';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { Produces } from '../http/route-wire.js';
import { streamedAnswer } from '../http/streamed-answer.js';
import { AuditEventsService } from './audit-events.service.js';
import {
  auditQuerySchema,
  auditSchema,
  auditSummarySchema,
  blindSpotListSchema,
  startAuditSchema,
  type Audit,
  type AuditSummary,
  type BlindSpot,
  type StartAudit,
} from './audit.schemas.js';
import { AuditsService } from './audits.service.js';
import { LastEventId } from './last-event-id.js';

const listQuerySchema = z.strictObject({ ...pageQuery, ...auditQuerySchema });

@ApiTags('audits')
@Controller('v1/audits')
export class AuditsController {
  constructor(
    private readonly audits: AuditsService,
    private readonly events: AuditEventsService,
  ) {}

  @Post()
  @Requires('vitrine.audits.write')
  @Answers(202, auditSchema, 'The audit, queued', [404, 409, 413, 415, 422])
  async start(
    @CurrentCaller() caller: Caller,
    @Body({ schema: startAuditSchema }) body: StartAudit,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Audit>> {
    return await this.audits.start(caller, body, idempotency);
  }

  @Get()
  @Requires('vitrine.audits.read')
  @Answers(200, pageSchema(auditSummarySchema, 'AuditPage'), 'Audits, newest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listQuerySchema }) query: z.infer<typeof listQuerySchema>): Promise<Page<AuditSummary>> {
    return await this.audits.list(caller, query);
  }

  @Get(':auditId')
  @Requires('vitrine.audits.read')
  @Answers(200, auditSchema, 'One audit: progress, totals, receipt and blind spots', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('auditId', { schema: auditIdSchema }) id: AuditId): Promise<Audit> {
    return await this.audits.read(caller, id);
  }

  @Post(':auditId/cancel')
  @Requires('vitrine.audits.write')
  @Answers(202, auditSchema, 'Workers were asked to stop; pages that were committed stay', [404, 409, 415, 422])
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('auditId', { schema: auditIdSchema }) id: AuditId,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Audit>> {
    return await this.audits.cancel(caller, id, idempotency);
  }

  @Get(':auditId/blind-spots')
  @Requires('vitrine.audits.read')
  @Answers(200, blindSpotListSchema, 'Rules that could not look, and the permission that would let each', [404, 422])
  async blindSpots(@CurrentCaller() caller: Caller, @Param('auditId', { schema: auditIdSchema }) id: AuditId): Promise<{ items: BlindSpot[] }> {
    return await this.audits.blindSpots(caller, id);
  }

  @Get(':auditId/events')
  @Requires('vitrine.audits.read')
  @Produces('text/event-stream')
  @Answers(
    200,
    { 'text/event-stream': { schema: { type: 'string' } } },
    'The audit’s events as they happen; ends after `ended`, and with `refused` when the token is no longer good',
    [404, 422],
  )
  @ApiResponse({ status: 204, description: 'The audit has ended and nothing is left to tell: do not come back' })
  async stream(
    @CurrentCaller() caller: Caller,
    @Param('auditId', { schema: auditIdSchema }) id: AuditId,
    @LastEventId() lastEventId: number,
    @Req() request: FastifyRequest,
  ): Promise<Answer<Readable | undefined>> {
    const stream = await this.events.open(caller, id, lastEventId);
    if (stream === 'nothing-left') return new Answer(204, undefined);
    // A proxy that buffers would hold back every event until the audit ended.
    return streamedAnswer(request, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }, stream);
  }
}
