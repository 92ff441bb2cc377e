import type { Readable } from 'node:stream';
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { Produces } from '../http/route-wire.js';
import { streamedAnswer } from '../http/streamed-answer.js';
import {
  consistencyProofSchema,
  consistencyQuerySchema,
  exportQuerySchema,
  inclusionProofSchema,
  inclusionQuerySchema,
  listTrailSchema,
  trailCheckpointSchema,
  trailItemSchema,
  type ConsistencyProof,
  type ConsistencyQuery,
  type ExportQuery,
  type InclusionProof,
  type InclusionQuery,
  type ListTrail,
  type TrailCheckpoint,
  type TrailItem,
} from './trail.schemas.js';
import { TrailService } from './trail.service.js';

const checkpointsQuerySchema = z.strictObject(pageQuery);
const text = { schema: { type: 'string' } };

/** For admins and owners: entries name people and the addresses that they came from. */
@ApiTags('trail')
@Controller('v1/trail')
export class TrailController {
  constructor(private readonly trail: TrailService) {}

  @Get()
  @Requires('vitrine.trail.read')
  @Answers(200, pageSchema(trailItemSchema, 'TrailPage'), 'Entries, newest first: who did what, when, with which outcome and by which decision', [404, 422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listTrailSchema }) query: ListTrail): Promise<Page<TrailItem>> {
    return await this.trail.list(caller, query);
  }

  @Get('export')
  @Requires('vitrine.trail.read')
  @Produces('application/x-ndjson')
  @Answers(200, { 'application/x-ndjson': text }, 'What was signed, to the byte, for `vitrine trail verify`', [404, 422])
  async export(
    @CurrentCaller() caller: Caller,
    @Query({ schema: exportQuerySchema }) query: ExportQuery,
    @Req() request: FastifyRequest,
  ): Promise<Answer<Readable>> {
    const headers = {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="vitrine-trail.ndjson"',
      'cache-control': 'no-store',
    };
    return streamedAnswer(request, headers, await this.trail.export(caller, query));
  }

  @Get('checkpoints')
  @Requires('vitrine.trail.read')
  @Answers(200, pageSchema(trailCheckpointSchema, 'TrailCheckpointPage'), 'Signed heads of the tree, newest first', [404, 422])
  async checkpoints(
    @CurrentCaller() caller: Caller,
    @Query({ schema: checkpointsQuerySchema }) query: z.infer<typeof checkpointsQuerySchema>,
  ): Promise<Page<TrailCheckpoint>> {
    return await this.trail.checkpoints(caller, query);
  }

  @Get('checkpoints/latest')
  @Requires('vitrine.trail.read')
  @Produces('text/plain')
  @Answers(200, { 'text/plain': text }, 'The newest signed head as a C2SP note, to keep elsewhere', [404, 422])
  async latest(@CurrentCaller() caller: Caller): Promise<Answer<string>> {
    return await this.trail.latest(caller);
  }

  @Get('proofs/inclusion')
  @Requires('vitrine.trail.read')
  @Answers(200, inclusionProofSchema, 'That an entry is in the tree of so many entries (RFC 6962 §2.1.1)', [404, 422])
  async inclusion(@CurrentCaller() caller: Caller, @Query({ schema: inclusionQuerySchema }) query: InclusionQuery): Promise<InclusionProof> {
    return await this.trail.inclusion(caller, query);
  }

  @Get('proofs/consistency')
  @Requires('vitrine.trail.read')
  @Answers(200, consistencyProofSchema, 'That an earlier tree is the beginning of a later one (RFC 6962 §2.1.2)', [404, 422])
  async consistency(@CurrentCaller() caller: Caller, @Query({ schema: consistencyQuerySchema }) query: ConsistencyQuery): Promise<ConsistencyProof> {
    return await this.trail.consistency(caller, query);
  }
}
