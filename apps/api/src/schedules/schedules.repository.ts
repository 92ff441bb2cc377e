import { Injectable } from '@nestjs/common';
import { auditIdSchema, connectionIdSchema, scheduleIdSchema, type ConnectionId, type JobId, type ScheduleId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { scheduleRunSchema } from './schedule.schemas.js';

const COLUMNS = 'id, connection_id, name, cron, time_zone, jitter_seconds, rules, state, next_at, created_by, created_at, version';
const rowSchema = z.object({
  id: scheduleIdSchema,
  connection_id: connectionIdSchema,
  name: z.string(),
  cron: z.string(),
  time_zone: z.string(),
  jitter_seconds: z.number().int(),
  rules: z.array(z.string()).nullable(),
  state: z.enum(['on', 'off']),
  next_at: z.date().nullable(),
  created_by: z.string(),
  created_at: z.date(),
  version: z.number().int(),
});
export type ScheduleRow = z.infer<typeof rowSchema>;

const runSchema = z.object({
  id: z.string(),
  planned_at: z.date(),
  at: z.date(),
  position: z.string(),
  outcome: scheduleRunSchema.shape.outcome,
  reason: scheduleRunSchema.shape.reason,
  audit_id: auditIdSchema.nullable(),
  missed: z.number().int(),
});
export type ScheduleRunRow = z.infer<typeof runSchema>;

/** What a schedule is made of, as people set it. */
export type ScheduleSettings = Pick<ScheduleRow, 'name' | 'cron' | 'time_zone' | 'jitter_seconds' | 'rules' | 'state'>;

@Injectable()
export class SchedulesRepository {
  /** The connection's row is locked by the caller, so the count holds until its transaction ends. */
  async count(tx: OrganizationTransaction, connectionId: ConnectionId): Promise<number> {
    const [row] = await tx.read(
      z.object({ n: z.number().int() }),
      `select count(*)::int as n from vitrine.schedule where organization_id = $1 and connection_id = $2`,
      [tx.organizationId, connectionId],
    );
    return row?.n ?? 0;
  }

  async insert(tx: OrganizationTransaction, id: ScheduleId, connectionId: ConnectionId, settings: ScheduleSettings, by: string): Promise<void> {
    await tx.query(
      `insert into vitrine.schedule (organization_id, id, connection_id, name, cron, time_zone, jitter_seconds, rules, state, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [tx.organizationId, id, connectionId, settings.name, settings.cron, settings.time_zone, settings.jitter_seconds, settings.rules, settings.state, by],
    );
  }

  async change(tx: OrganizationTransaction, id: ScheduleId, settings: ScheduleSettings): Promise<void> {
    await tx.query(
      `update vitrine.schedule set name = $3, cron = $4, time_zone = $5, jitter_seconds = $6, rules = $7, state = $8, version = version + 1 where organization_id = $1 and id = $2`,
      [tx.organizationId, id, settings.name, settings.cron, settings.time_zone, settings.jitter_seconds, settings.rules, settings.state],
    );
  }

  /** The job that stands for the next hour; from now on an earlier one of this schedule is stale and starts nothing. */
  async plan(tx: OrganizationTransaction, schedule: { id: ScheduleId; connectionId: ConnectionId }, jobId: JobId, nextAt: Date): Promise<void> {
    await tx.query(
      `insert into vitrine.job (organization_id, id, kind, connection_id, queue, not_before, detail) values ($1, $2, 'schedule', $3, 'system', $4, jsonb_build_object('scheduleId', $5::text))`,
      [tx.organizationId, jobId, schedule.connectionId, nextAt, schedule.id],
    );
    await this.pointAt(tx, schedule.id, jobId, nextAt);
  }

  async unplan(tx: OrganizationTransaction, id: ScheduleId): Promise<void> {
    await this.pointAt(tx, id, null, null);
  }

  private async pointAt(tx: OrganizationTransaction, id: ScheduleId, jobId: JobId | null, nextAt: Date | null): Promise<void> {
    await tx.query(`update vitrine.schedule set job_id = $3, next_at = $4 where organization_id = $1 and id = $2`, [tx.organizationId, id, jobId, nextAt]);
  }

  async find(tx: OrganizationTransaction, id: string, lock: 'for-reading' | 'for-change'): Promise<ScheduleRow | 'missing'> {
    const sql = `select ${COLUMNS} from vitrine.schedule where organization_id = $1 and id = $2`;
    const [row] = await tx.read(rowSchema, lock === 'for-change' ? `${sql} for no key update` : sql, [tx.organizationId, id]);
    return row ?? 'missing';
  }

  async list(
    tx: OrganizationTransaction,
    filter: { readonly connectionId: string | null; readonly connectionIds: readonly string[] | null },
    after: string | null,
    rows: number,
  ): Promise<ScheduleRow[]> {
    return await tx.read(
      rowSchema,
      `select ${COLUMNS} from vitrine.schedule where organization_id = $1 and ($2::uuid is null or connection_id = $2) and ($3::uuid[] is null or connection_id = any($3))
         and ($4::uuid is null or id > $4) order by id limit $5`,
      [tx.organizationId, filter.connectionId, filter.connectionIds, after, rows],
    );
  }

  async remove(tx: OrganizationTransaction, id: ScheduleId): Promise<void> {
    await tx.query(`delete from vitrine.schedule where organization_id = $1 and id = $2`, [tx.organizationId, id]);
  }

  /** Newest first, before the given position. */
  async runs(
    tx: OrganizationTransaction,
    id: ScheduleId,
    before: { readonly at: string; readonly id: string } | null,
    rows: number,
  ): Promise<ScheduleRunRow[]> {
    return await tx.read(
      runSchema,
      `select id, planned_at, at, at::text as position, outcome, reason, audit_id, missed from vitrine.schedule_run
       where organization_id = $1 and schedule_id = $2 and ($3::timestamptz is null or (at, id) < ($3::timestamptz, $4::uuid)) order by at desc, id desc limit $5`,
      [tx.organizationId, id, before?.at ?? null, before?.id ?? null, rows],
    );
  }
}
