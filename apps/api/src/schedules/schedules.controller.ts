import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { scheduleIdSchema, type ScheduleId } from '@vitrine/contracts';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { CurrentCaller } from '../auth/current-caller.decorator.js';
import { Requires } from '../auth/route-access.js';
import type { Answer } from '../http/answer.js';
import { Answers } from '../http/answers.decorator.js';
import { IfMatch, Revalidated } from '../http/etag.js';
import { IdempotencyKey, type Idempotency } from '../http/idempotency.js';
import { pageQuery, pageSchema, type Page } from '../http/pagination.js';
import {
  changeScheduleSchema,
  createScheduleSchema,
  listSchedulesSchema,
  scheduleRunSchema,
  scheduleSchema,
  type ChangeSchedule,
  type CreateSchedule,
  type ListSchedules,
  type Schedule,
  type ScheduleRun,
} from './schedule.schemas.js';
import { SchedulesService } from './schedules.service.js';

const runsQuerySchema = z.strictObject(pageQuery);

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Post()
  @Requires('vitrine.schedules.write')
  @Answers(201, scheduleSchema, 'The schedule, on, with its next run', [404, 409, 413, 415, 422])
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: createScheduleSchema }) body: CreateSchedule,
    @IdempotencyKey() idempotency: Idempotency,
  ): Promise<Answer<Schedule>> {
    return await this.schedules.create(caller, body, idempotency);
  }

  @Get()
  @Requires('vitrine.schedules.read')
  @Answers(200, pageSchema(scheduleSchema, 'SchedulePage'), 'Schedules, oldest first', [422])
  async list(@CurrentCaller() caller: Caller, @Query({ schema: listSchedulesSchema }) query: ListSchedules): Promise<Page<Schedule>> {
    return await this.schedules.list(caller, query);
  }

  @Get(':scheduleId')
  @Requires('vitrine.schedules.read')
  @Revalidated()
  @Answers(200, scheduleSchema, 'One schedule', [404, 422])
  async read(@CurrentCaller() caller: Caller, @Param('scheduleId', { schema: scheduleIdSchema }) id: ScheduleId): Promise<Answer<Schedule>> {
    return await this.schedules.read(caller, id);
  }

  @Patch(':scheduleId')
  @Requires('vitrine.schedules.write')
  @Answers(200, scheduleSchema, 'The schedule after the change; what was planned before starts nothing', [404, 409, 412, 413, 415, 422, 428])
  async change(
    @CurrentCaller() caller: Caller,
    @Param('scheduleId', { schema: scheduleIdSchema }) id: ScheduleId,
    @IfMatch() ifMatch: string | undefined,
    @Body({ schema: changeScheduleSchema }) body: ChangeSchedule,
  ): Promise<Answer<Schedule>> {
    return await this.schedules.change(caller, id, ifMatch, body);
  }

  @Delete(':scheduleId')
  @Requires('vitrine.schedules.write')
  @Answers(204, 'no-body', 'The schedule and its runs are gone; the audits stay', [404, 422])
  async remove(@CurrentCaller() caller: Caller, @Param('scheduleId', { schema: scheduleIdSchema }) id: ScheduleId): Promise<Answer<undefined>> {
    return await this.schedules.remove(caller, id);
  }

  @Get(':scheduleId/runs')
  @Requires('vitrine.schedules.read')
  @Answers(200, pageSchema(scheduleRunSchema, 'ScheduleRunPage'), 'What each of its hours led to, newest first', [404, 422])
  async runs(
    @CurrentCaller() caller: Caller,
    @Param('scheduleId', { schema: scheduleIdSchema }) id: ScheduleId,
    @Query({ schema: runsQuerySchema }) query: z.infer<typeof runsQuerySchema>,
  ): Promise<Page<ScheduleRun>> {
    return await this.schedules.runs(caller, id, query);
  }
}
