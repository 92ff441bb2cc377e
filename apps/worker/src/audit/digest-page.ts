import type { PassedOver } from '@vitrine/cloud-readers';
import type { AuditId } from '@vitrine/contracts';
import type { PackedRows } from '../jobs/bulk-insert.js';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { CandidateRow } from '../jobs/write-candidates.js';
import type { LookupKeyRow } from '../jobs/write-lookup-keys.js';
import { packResources } from '../jobs/write-resources.js';
import type { NamedLookup } from './audit-catalogue.js';
import { judgePage, resourceRows, type JudgeContext, type JudgedPage } from './judge-page.js';
import { keysGiven } from './keys-given.js';
import type { PageReading } from './read-page.js';

/**
 * A page as it waits for its transaction: texts, hashes and sums. Its items are gone, but for those that ask for metrics: what lives while the
 * database works is copied by every collection of the young generation, and with four pages in hand that was a sixth of a worker's time.
 */
export interface DigestedPage extends Omit<JudgedPage, 'identities' | 'candidates'> {
  readonly next: string | null;
  /** How many were read. */
  readonly items: number;
  /** How many could not be parsed. */
  readonly rejected: number;
  readonly passedOver: PassedOver | undefined;
  readonly resources: readonly PackedRows[];
  readonly lookupKeys: readonly LookupKeyRow[];
  readonly candidates: readonly CandidateRow[];
}

export interface DigestContext extends JudgeContext {
  readonly job: Pick<ClaimedJob, 'connectionId' | 'id' | 'pageNo' | 'scope'>;
  readonly auditId: AuditId;
  readonly gives: readonly NamedLookup[];
}

/** Judges a page and makes its rows in one go, with nothing awaited in between. */
export function digestPage(context: DigestContext, reading: Extract<PageReading, { outcome: 'read' }>): DigestedPage {
  const { items, rejected, next, passedOver } = reading;
  const { auditId, job, reader } = context;
  const { identities, candidates, ...judged } = judgePage(context, items);
  return {
    ...judged,
    next,
    items: items.length,
    rejected: rejected.length,
    passedOver,
    resources: packResources(resourceRows(context, items, identities)),
    lookupKeys: keysGiven(context.gives, items, auditId),
    candidates: candidates.map((candidate) => ({ ...candidate, auditId, jobId: job.id, pageNo: job.pageNo, reader: reader.id, scope: job.scope ?? '' })),
  };
}
