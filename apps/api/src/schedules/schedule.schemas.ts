import { auditIdSchema, connectionIdSchema, scheduleIdSchema } from '@vitrine/contracts';
import { z } from 'zod';
import { nameSchema } from '../http/names.js';
import { pageQuery } from '../http/pagination.js';

const timing = {
  /** Five fields: minute, hour, day of month, month, day of week; numbers, names, lists, ranges and steps. */
  cron: z
    .string('invalid-cron')
    .max(100, 'invalid-cron')
    .regex(/^[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){4}$/, 'invalid-cron'),
  /** IANA name, for instance `Europe/Berlin`. */
  timeZone: z
    .string('invalid-time-zone')
    .max(64, 'invalid-time-zone')
    .regex(/^[A-Za-z]{2,}[A-Za-z0-9_/+-]*$/, 'invalid-time-zone'),
  /** Runs begin so many seconds at most behind their hour: always the same number for one schedule. */
  jitterSeconds: z.number('invalid-jitter').int('invalid-jitter').min(0, 'invalid-jitter').max(3_600, 'invalid-jitter'),
};
const rules = z
  .array(z.string().regex(/^[A-Za-z0-9._-]{1,120}$/, 'invalid-rule-id'))
  .min(1)
  .max(500);

export const scheduleSchema = z
  .strictObject({
    id: scheduleIdSchema,
    connectionId: connectionIdSchema,
    name: z.string(),
    cron: z.string(),
    timeZone: z.string(),
    jitterSeconds: z.number().int(),
    /** Null: every rule of the connection's cloud. */
    rules: z.array(z.string()).nullable(),
    state: z.enum(['on', 'off']),
    /** Delay included; null while it is off. */
    nextAt: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'Schedule' });
export type Schedule = z.infer<typeof scheduleSchema>;

export const createScheduleSchema = z
  .strictObject({
    connectionId: connectionIdSchema,
    name: nameSchema,
    cron: timing.cron,
    timeZone: timing.timeZone.default('UTC'),
    jitterSeconds: timing.jitterSeconds.default(300),
    rules: rules.optional(),
  })
  .meta({ id: 'CreateSchedule' });
export type CreateSchedule = z.infer<typeof createScheduleSchema>;

export const changeScheduleSchema = z
  .strictObject({
    name: nameSchema.optional(),
    cron: timing.cron.optional(),
    timeZone: timing.timeZone.optional(),
    jitterSeconds: timing.jitterSeconds.optional(),
    rules: rules.nullable().optional(),
    state: z.enum(['on', 'off'], 'invalid-state').optional(),
  })
  .meta({ id: 'ChangeSchedule' });
export type ChangeSchedule = z.infer<typeof changeScheduleSchema>;

export const listSchedulesSchema = z.strictObject({ ...pageQuery, connectionId: connectionIdSchema.optional() });
export type ListSchedules = z.infer<typeof listSchedulesSchema>;

export const scheduleRunSchema = z
  .strictObject({
    /** The hour that the cron text names, delay included. */
    plannedAt: z.string(),
    at: z.string(),
    outcome: z.enum(['started', 'skipped']),
    /** Why it was skipped; null where it started. */
    reason: z.enum(['audit-running', 'connection-closed', 'credential-missing', 'not-schedulable', 'organization-suspended', 'run-failed']).nullable(),
    auditId: auditIdSchema.nullable(),
    /** Hours that went by while nobody was there to start. */
    missed: z.number().int(),
  })
  .meta({ id: 'ScheduleRun' });
export type ScheduleRun = z.infer<typeof scheduleRunSchema>;

export const MAX_SCHEDULES_PER_CONNECTION = 10;
