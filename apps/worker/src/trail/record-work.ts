import { newId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';

/** What a worker did, in ids, counts and codes: never a credential, never a value that one could be in. */
export interface WorkEvent {
  /** `vitrine.credential.opened`. */
  readonly type: string;
  readonly payload: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  /** Default `succeeded`. */
  readonly outcome?: 'succeeded' | 'denied' | 'failed';
}

/** Writes the event into the transaction of what it is about. Its correlation is the audit, or else the job; its trace is the request's that asked. */
export async function recordWork(transaction: OrganizationTransaction, job: ClaimedJob, event: WorkEvent): Promise<void> {
  await transaction.query(
    `insert into vitrine.trail_event (organization_id, id, type, principal, trace_id, request_id, outcome, payload) values ($1, $2, $3, 'worker', $4, $5, $6, $7::jsonb)`,
    [
      job.organizationId,
      newId(z.uuid()),
      event.type,
      job.traceId,
      job.auditId ?? job.id,
      event.outcome ?? 'succeeded',
      JSON.stringify({ ...event.payload, connectionId: job.connectionId, jobId: job.id, jobKind: job.kind, auditId: job.auditId }),
    ],
    'prepared',
  );
}
