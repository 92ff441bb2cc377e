import { z } from 'zod';
import { jobIdSchema, organizationIdSchema } from './ids.js';
import { clouds, type Cloud } from './cloud.js';

/** All that a queue ever carries (promise 4). Anything beside the two ids is refused at both ends. */
export const jobReferenceSchema = z.strictObject({ organizationId: organizationIdSchema, jobId: jobIdSchema });
export type JobReference = z.infer<typeof jobReferenceSchema>;

export const jobKinds = ['plan', 'cursor', 'metrics', 'validate', 'bill', 'finalize', 'deliver', 'schedule'] as const;
export const jobKindSchema = z.enum(jobKinds);
export type JobKind = z.infer<typeof jobKindSchema>;

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const jobStateSchema = z.enum(jobStates);
export type JobState = z.infer<typeof jobStateSchema>;

/** One queue per cloud (its workers hold that cloud's opening key) and one for work that opens nothing. */
export const queueNames = [...clouds, 'system'] as const;
export const queueNameSchema = z.enum(queueNames);
export type QueueName = z.infer<typeof queueNameSchema>;

/** Kinds that open a credential run on their cloud's queue (`plan` checks the principal again and finds the scopes; `deliver` opens a webhook's secret, which is sealed to each cloud's workers); `finalize` and `schedule` open none. */
export function queueOf(kind: JobKind, cloud: Cloud): QueueName {
  switch (kind) {
    case 'plan':
    case 'cursor':
    case 'metrics':
    case 'validate':
    case 'bill':
    case 'deliver':
      return cloud;
    case 'finalize':
    case 'schedule':
      return 'system';
  }
}

export const auditStates = ['queued', 'running', 'completed', 'partial', 'failed', 'cancelled'] as const;
export const auditStateSchema = z.enum(auditStates);
export type AuditState = z.infer<typeof auditStateSchema>;

/** Kinds of `audit_event`; `ref` holds counts, ids and codes only. */
export const auditEventKinds = [
  'started',
  'planned',
  'page',
  'finding',
  'blind-spot',
  'job-ended',
  'throttled',
  'finalized',
  'cancel-requested',
  'ended',
] as const;
export const auditEventKindSchema = z.enum(auditEventKinds);
export type AuditEventKind = z.infer<typeof auditEventKindSchema>;
