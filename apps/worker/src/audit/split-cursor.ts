import { jobIdSchema, newId } from '@vitrine/contracts';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage } from '../jobs/commit-page.js';
import { emptyPage, type CallCounts } from '../jobs/page-record.js';
import type { AuditContext } from './audit-context.js';
import type { LoadedCursor } from './load-cursor.js';

const waitsSchema = z.object({ waitsFor: z.array(jobIdSchema) });

/** Whether a first page showed that the scope is worth reading in parts. A cursor that walks the whole beyond it (of an older version) goes on. */
export function splits(cursor: LoadedCursor, job: ClaimedJob, next: string | null): boolean {
  return next !== null && job.pageNo === 0 && cursor.partition === null && cursor.reader.partitions !== undefined;
}

/**
 * Ends a cursor by cursors for each part of its scope. The page in hand is left: its items belong to parts, and whoever counted them here would
 * count them twice. It costs one call for each large scope; in return the parts overlap. Who waited for the cursor now waits for the parts.
 */
export async function splitCursor(context: AuditContext, cursor: LoadedCursor, job: ClaimedJob, calls: CallCounts): Promise<void> {
  const { auditId, organizationId } = job;
  if (auditId === null) throw new TypeError('splitCursor: a cursor belongs to an audit');
  const [own] = await withOrganization(
    context.pool,
    organizationId,
    async (transaction) =>
      await transaction.read(waitsSchema, `select waits_for as "waitsFor" from vitrine.job where organization_id = $1 and id = $2`, [organizationId, job.id]),
    { mode: 'one-read' },
  );
  const parts = (cursor.reader.partitions ?? []).map((partition) => ({
    id: newId(jobIdSchema),
    kind: 'cursor' as const,
    auditId,
    connectionId: job.connectionId,
    reader: job.reader,
    scope: job.scope,
    queue: job.queue,
    // Long ended, but a part must still know whether they could look.
    waitsFor: own?.waitsFor ?? [],
    detail: { pass: cursor.pass, partition },
    traceId: job.traceId,
  }));
  await commitPage(context.pool, job, {
    next: 'end',
    page: { ...emptyPage, calls },
    children: parts,
    detail: { parts: parts.length },
    write: async (transaction) => {
      // In order of their ids, because two cursors that somebody waits for may split at the same moment.
      await transaction.query(
        `with waiting as (
           select id from vitrine.job where organization_id = $1 and audit_id = $2 and state = 'queued' and $3 = any(waits_for) order by id for no key update)
         update vitrine.job j set waits_for = j.waits_for || $4::uuid[] from waiting where j.organization_id = $1 and j.id = waiting.id`,
        [organizationId, auditId, job.id, parts.map((part) => part.id)],
      );
    },
  });
}
