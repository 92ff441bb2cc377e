import { Injectable } from '@nestjs/common';
import { borrowedKinds, jobIdSchema, ruleCatalogue, scheduleIdSchema, type Cloud, type ScheduleId } from '@vitrine/contracts';
import { checkTiming, nextRun } from '@vitrine/schedules';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { unknownRule } from '../audits/audit-errors.js';
import { callerText, connectionFilter, expectConnection, type Caller } from '../auth/caller.js';
import { ConnectionsRepository, type ConnectionRow } from '../connections/connections.repository.js';
import { Database } from '../database/database.js';
import { freshId } from '../database/fresh-id.js';
import { Answer } from '../http/answer.js';
import { etagOf, expectMatch } from '../http/etag.js';
import type { Idempotency } from '../http/idempotency.js';
import { Mutations } from '../http/mutations.js';
import { Cursors, type Page } from '../http/pagination.js';
import { notFound } from '../http/problem.js';
import { record } from '../trail/record.js';
import { notSchedulable, timingFault, tooManySchedules } from './schedule-errors.js';
import {
  MAX_SCHEDULES_PER_CONNECTION,
  type ChangeSchedule,
  type CreateSchedule,
  type ListSchedules,
  type Schedule,
  type ScheduleRun,
} from './schedule.schemas.js';
import { SchedulesRepository, type ScheduleRow, type ScheduleRunRow, type ScheduleSettings } from './schedules.repository.js';

/** When connections are audited by themselves. The API plans the next hour as a job; a worker starts the audit and plans the hour after. */
@Injectable()
export class SchedulesService {
  constructor(
    private readonly database: Database,
    private readonly mutations: Mutations,
    private readonly cursors: Cursors,
    private readonly schedules: SchedulesRepository,
    private readonly connections: ConnectionsRepository,
  ) {}

  /** @throws VitrineError 404 | 409 `not-schedulable`, `too-many-schedules` | 422 */
  async create(caller: Caller, wish: CreateSchedule, idempotency: Idempotency): Promise<Answer<Schedule>> {
    expectConnection(caller, wish.connectionId);
    return await this.mutations.run(caller, idempotency, async (tx) => {
      const connection = await this.connections.find(tx, wish.connectionId, 'for-change');
      if (connection === 'missing') throw notFound();
      const settings = settingsOf(wish);
      expectSchedulable(connection, settings);
      if ((await this.schedules.count(tx, connection.id)) >= MAX_SCHEDULES_PER_CONNECTION) throw tooManySchedules(MAX_SCHEDULES_PER_CONNECTION);
      const id = freshId(scheduleIdSchema);
      await this.schedules.insert(tx, id, connection.id, settings, callerText(caller));
      await this.plan(tx, { id, connectionId: connection.id }, settings);
      await record(tx, { type: 'schedule.created', payload: { scheduleId: id, connectionId: connection.id } });
      const row = await this.visible(tx, caller, id, 'for-reading');
      return { answer: new Answer(201, scheduleOf(row), { location: `/v1/schedules/${id}`, etag: etagOf(row.version) }) };
    });
  }

  async list(caller: Caller, { limit, cursor, connectionId }: ListSchedules): Promise<Page<Schedule>> {
    const filter = { connectionId: connectionId ?? null, connectionIds: connectionFilter(caller) };
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/schedules', filters: filter };
    const position = this.cursors.read(binding, cursor);
    const after = position === 'start' ? null : String(position[0]);
    const rows = await this.database.inOrganization(caller.organizationId, (tx) => this.schedules.list(tx, filter, after, limit + 1), { mode: 'read-only' });
    return this.cursors.page(binding, limit, rows, (row) => [row.id], scheduleOf);
  }

  async read(caller: Caller, id: ScheduleId): Promise<Answer<Schedule>> {
    const row = await this.database.inOrganization(caller.organizationId, (tx) => this.visible(tx, caller, id, 'for-reading'), { mode: 'read-only' });
    return new Answer(200, scheduleOf(row), { etag: etagOf(row.version) });
  }

  /** Plans anew: what was planned for the earlier form starts nothing. @throws VitrineError 404 | 409 | 412 | 422 | 428 */
  async change(caller: Caller, id: ScheduleId, ifMatch: string | undefined, change: ChangeSchedule): Promise<Answer<Schedule>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      const before = await this.visible(tx, caller, id, 'for-change');
      expectMatch(ifMatch, before.version);
      const connection = await this.connections.find(tx, before.connection_id, 'for-reading');
      const settings: ScheduleSettings = {
        name: change.name ?? before.name,
        cron: change.cron ?? before.cron,
        time_zone: change.timeZone ?? before.time_zone,
        jitter_seconds: change.jitterSeconds ?? before.jitter_seconds,
        rules: change.rules === undefined ? before.rules : change.rules,
        state: change.state ?? before.state,
      };
      // Of a connection that is gone a schedule can still be turned off.
      if (settings.state === 'on') expectSchedulable(connection === 'missing' ? missing() : connection, settings);
      await this.schedules.change(tx, id, settings);
      await this.plan(tx, { id, connectionId: before.connection_id }, settings);
      await record(tx, { type: 'schedule.changed', payload: { scheduleId: id, members: Object.keys(change) } });
      const row = await this.visible(tx, caller, id, 'for-reading');
      return { answer: new Answer(200, scheduleOf(row), { etag: etagOf(row.version) }) };
    });
  }

  async remove(caller: Caller, id: ScheduleId): Promise<Answer<undefined>> {
    return await this.mutations.run(caller, 'none', async (tx) => {
      await this.visible(tx, caller, id, 'for-change');
      await this.schedules.remove(tx, id);
      await record(tx, { type: 'schedule.removed', payload: { scheduleId: id } });
      return { answer: new Answer(204, undefined) };
    });
  }

  async runs(caller: Caller, id: ScheduleId, page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ScheduleRun>> {
    const binding = { organizationId: caller.organizationId, list: 'GET /v1/schedules/{scheduleId}/runs', filters: { id } };
    const position = this.cursors.read(binding, page.cursor);
    const before = position === 'start' ? null : { at: String(position[0]), id: String(position[1]) };
    const rows = await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        await this.visible(tx, caller, id, 'for-reading');
        return await this.schedules.runs(tx, id, before, page.limit + 1);
      },
      { mode: 'read-only' },
    );
    return this.cursors.page(binding, page.limit, rows, (row) => [row.position, row.id], runOf);
  }

  private async plan(tx: OrganizationTransaction, schedule: { id: ScheduleId; connectionId: ConnectionRow['id'] }, settings: ScheduleSettings): Promise<void> {
    const timing = { id: schedule.id, cron: settings.cron, timeZone: settings.time_zone, jitterSeconds: settings.jitter_seconds };
    const next = settings.state === 'on' ? nextRun(timing, new Date()) : null;
    if (next === null) await this.schedules.unplan(tx, schedule.id);
    else await this.schedules.plan(tx, schedule, freshId(jobIdSchema), next);
  }

  private async visible(tx: OrganizationTransaction, caller: Caller, id: ScheduleId, lock: 'for-reading' | 'for-change'): Promise<ScheduleRow> {
    const row = await this.schedules.find(tx, id, lock);
    if (row === 'missing') throw notFound();
    expectConnection(caller, row.connection_id);
    return row;
  }
}

function missing(): never {
  throw notFound();
}

function settingsOf(wish: CreateSchedule): ScheduleSettings {
  return { name: wish.name, cron: wish.cron, time_zone: wish.timeZone, jitter_seconds: wish.jitterSeconds, rules: wish.rules ?? null, state: 'on' };
}

/** @throws VitrineError 409 `not-schedulable` | 422 for a text, a zone or a rule that is none */
function expectSchedulable(connection: ConnectionRow, settings: ScheduleSettings): void {
  // A borrowed session is gone before the first run; asking its owner's login again and again is not ours to do.
  if (borrowedKinds.includes(connection.kind)) throw notSchedulable();
  const fault = checkTiming({ cron: settings.cron, timeZone: settings.time_zone }, new Date());
  if (fault !== null) throw timingFault(fault);
  expectKnownRules(connection.cloud, settings.rules);
}

function expectKnownRules(cloud: Cloud, rules: readonly string[] | null): void {
  const known = new Set(ruleCatalogue.filter((rule) => rule.cloud === cloud).map(({ id }) => id));
  if (rules?.some((rule) => !known.has(rule)) === true) throw unknownRule();
}

function scheduleOf(row: ScheduleRow): Schedule {
  return {
    id: row.id,
    connectionId: row.connection_id,
    name: row.name,
    cron: row.cron,
    timeZone: row.time_zone,
    jitterSeconds: row.jitter_seconds,
    rules: row.rules,
    state: row.state,
    nextAt: row.state === 'on' ? (row.next_at?.toISOString() ?? null) : null,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}

function runOf(row: ScheduleRunRow): ScheduleRun {
  return {
    plannedAt: row.planned_at.toISOString(),
    at: row.at.toISOString(),
    outcome: row.outcome,
    reason: row.reason,
    auditId: row.audit_id,
    missed: row.missed,
  };
}
