import type { ConnectionId, AuditId, JobId, JobKind, QueueName } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { bulkInserter } from './bulk-insert.js';

/** A job that another one plans; the relay offers it when all it waits for has ended. */
export interface NewJob {
  readonly id: JobId;
  readonly kind: JobKind;
  readonly auditId: AuditId;
  readonly connectionId: ConnectionId;
  readonly reader: string | null;
  readonly scope: string | null;
  readonly queue: QueueName;
  readonly waitsFor: readonly JobId[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly traceId: string | null;
}

const insert = bulkInserter<NewJob>({
  table: 'vitrine.job',
  columns: [
    { name: 'id', type: 'uuid', value: (job) => job.id },
    { name: 'kind', type: 'text', value: (job) => job.kind },
    { name: 'audit_id', type: 'uuid', value: (job) => job.auditId },
    { name: 'connection_id', type: 'uuid', value: (job) => job.connectionId },
    { name: 'reader', type: 'text', value: (job) => job.reader },
    { name: 'scope', type: 'text', value: (job) => job.scope },
    { name: 'queue', type: 'text', value: (job) => job.queue },
    { name: 'waits_for', type: 'uuid[]', value: (job) => `{${job.waitsFor.join(',')}}` },
    { name: 'detail', type: 'jsonb', value: (job) => JSON.stringify(job.detail) },
    { name: 'trace_id', type: 'text', value: (job) => job.traceId },
  ],
  tail: '',
});

export async function insertJobs(transaction: OrganizationTransaction, jobs: readonly NewJob[]): Promise<void> {
  await insert(transaction, jobs);
}
