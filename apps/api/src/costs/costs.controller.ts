import type { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import { LONGEST_BODY_MS, TakesBody } from '../http/route-wire.js';
import {
  costProblemSchema,
  costSourceIdSchema,
  costSourceSchema,
  costSummaryQuery,
  costSummarySchema,
  sourceFilterQuery,
  uploadQuerySchema,
  type CostProblem,
  type CostSource,
  type CostSummary,
  type UploadQuery,
} from './cost.schemas.js';
import { CostsService } from './costs.service.js';
import { FocusUploadsService } from './focus-uploads.service.js';

/** Bytes. Larger bills are read where they are, through a connection. */
const UPLOAD_LIMIT = 64 * 1024 * 1024;

const sourceQuerySchema = z.strictObject({ ...pageQuery, ...sourceFilterQuery });
const problemQuerySchema = z.strictObject(pageQuery);
const summaryQuerySchema = z.strictObject({ ...costSummaryQuery, limit: pageQuery.limit });

@ApiTags('costs')
@Controller('v1/costs')
export class CostsController {
  constructor(
    private readonly costs: CostsService,
    private readonly uploads: FocusUploadsService,
  ) {}

  @Post('focus-uploads')
  @Requires('vitrine.costs.write')
  @TakesBody({ mediaType: 'text/csv', limit: UPLOAD_LIMIT, stream: true, timeoutMs: LONGEST_BODY_MS })
  @Answers(201, costSourceSchema, 'The bill as it was loaded, with every row that was not as FOCUS says named', [413, 415, 422])
  async upload(
    @CurrentCaller() caller: Caller,
    @Query({ schema: uploadQuerySchema }) query: UploadQuery,
    @Body() body: Readable | undefined,
  ): Promise<Answer<CostSource>> {
    return await this.uploads.upload(caller, query, body);
  }

  @Post('export-uploads')
  @Requires('vitrine.costs.write')
  @TakesBody({ mediaType: 'application/octet-stream', limit: UPLOAD_LIMIT, stream: true, timeoutMs: LONGEST_BODY_MS })
  @Answers(
    201,
    costSourceSchema,
    'A file of an export (CSV, gzipped CSV or Parquet; FOCUS, AWS CUR 2.0 or Azure cost details) as it was loaded',
    [413, 415, 422],
  )
  async uploadExport(
    @CurrentCaller() caller: Caller,
    @Query({ schema: uploadQuerySchema }) query: UploadQuery,
    @Body() body: Readable | undefined,
  ): Promise<Answer<CostSource>> {
    return await this.uploads.upload(caller, query, body);
  }

  @Get('sources')
  @Requires('vitrine.costs.read')
  @Answers(200, pageSchema(costSourceSchema, 'CostSourcePage'), 'Bills that were loaded, the newest first', [422])
  async listSources(
    @CurrentCaller() caller: Caller,
    @Query({ schema: sourceQuerySchema }) query: z.infer<typeof sourceQuerySchema>,
  ): Promise<Page<CostSource>> {
    return await this.costs.listSources(caller, query);
  }

  @Get('sources/:sourceId')
  @Requires('vitrine.costs.read')
  @Answers(200, costSourceSchema, 'One bill with its totals and problems', [404, 422])
  async readSource(@CurrentCaller() caller: Caller, @Param('sourceId', { schema: costSourceIdSchema }) id: string): Promise<CostSource> {
    return await this.costs.readSource(caller, id);
  }

  @Get('sources/:sourceId/problems')
  @Requires('vitrine.costs.read')
  @Answers(200, pageSchema(costProblemSchema, 'CostRowProblemPage'), 'Every problem by row; row 0 is the file as a whole', [404, 422])
  async listProblems(
    @CurrentCaller() caller: Caller,
    @Param('sourceId', { schema: costSourceIdSchema }) id: string,
    @Query({ schema: problemQuerySchema }) query: z.infer<typeof problemQuerySchema>,
  ): Promise<Page<CostProblem>> {
    return await this.costs.listProblems(caller, id, query);
  }

  @Get('summary')
  @Requires('vitrine.costs.read')
  @Answers(200, costSummarySchema, 'What was billed per currency, and by one property, the largest first', [422])
  async summary(@CurrentCaller() caller: Caller, @Query({ schema: summaryQuerySchema }) query: z.infer<typeof summaryQuerySchema>): Promise<CostSummary> {
    return await this.costs.summary(caller, query);
  }
}
