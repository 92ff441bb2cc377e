import { borrowedKinds, credentialKindSchema, connectionStateSchema, cloudSchema, scheduleIdSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const rowSchema = z.object({
  id: scheduleIdSchema,
  cron: z.string(),
  timeZone: z.string(),
  jitterSeconds: z.number().int(),
  rules: z.array(z.string()).nullable(),
  plannedAt: z.date(),
  cloud: cloudSchema,
  kind: credentialKindSchema,
  connectionState: connectionStateSchema,
  credentialVersion: z.number().int(),
  organizationState: z.string(),
  /** The database's clock: no worker's own decides what was missed. */
  now: z.date(),
});
/** A schedule whose hour has come, with what decides whether it may start an audit. */
export type DueSchedule = z.infer<typeof rowSchema>;

/** Locks the schedule that this job stands for. @returns `stale` where it is off, gone, or has another job by now */
export async function loadDueSchedule(transaction: OrganizationTransaction, jobId: string): Promise<DueSchedule | 'stale'> {
  const [row] = await transaction.read(
    rowSchema,
    `select s.id, s.cron, s.time_zone as "timeZone", s.jitter_seconds as "jitterSeconds", s.rules, s.next_at as "plannedAt", c.cloud, c.kind, c.state as "connectionState",
       c.credential_version as "credentialVersion", o.state as "organizationState", now() as now
     from vitrine.schedule s
     join vitrine.connection c on c.organization_id = s.organization_id and c.id = s.connection_id
     join vitrine.organization o on o.organization_id = s.organization_id
     where s.organization_id = $1 and s.job_id = $2 and s.state = 'on' and s.next_at is not null for no key update of s`,
    [transaction.organizationId, jobId],
  );
  return row ?? 'stale';
}

export type SkipReason = 'audit-running' | 'connection-closed' | 'credential-missing' | 'not-schedulable' | 'organization-suspended' | 'run-failed';

/** Why no audit may start now, or null. */
export function skipReason(due: Pick<DueSchedule, 'kind' | 'connectionState' | 'credentialVersion' | 'organizationState'>): SkipReason | null {
  if (due.organizationState !== 'active') return 'organization-suspended';
  // A borrowed session lives an hour and is erased with its audit; the API refuses such a schedule, and here it would ask for nothing.
  if (borrowedKinds.includes(due.kind)) return 'not-schedulable';
  if (due.connectionState === 'rejected' || due.connectionState === 'revoked' || due.connectionState === 'purged') return 'connection-closed';
  return due.credentialVersion === 0 ? 'credential-missing' : null;
}
