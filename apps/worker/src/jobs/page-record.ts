import type { AuditId, JobId, UndeterminedReason, VerdictName } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { arrayText } from './bulk-insert.js';

/** A rule that could not look, and what would let it. */
export interface BlindSpot {
  readonly ruleId: string;
  readonly operation: string;
  readonly permission: string;
  readonly reason: UndeterminedReason;
  /** The one that could not be looked at, where others could. */
  readonly resource?: string;
}

export interface RuleTally {
  fail: number;
  pass: number;
  not_applicable: number;
  undetermined: Partial<Record<UndeterminedReason, number>>;
}
export type Tallies = Record<string, RuleTally>;

export interface OperationCalls {
  calls: number;
  denied: number;
  throttled: number;
}
export type CallCounts = Record<string, OperationCalls>;

/** What one page saw: hashes and counts, from which finalize decides and coverage is told. */
export interface PageRecord {
  readonly items: number;
  /** Short hashes of canonical ids. */
  readonly seen: readonly string[];
  /** Short hashes of fingerprints that still stand: failing, or not judged. */
  readonly standing: readonly string[];
  /** Short hashes of fingerprints that a tag rule of the organization left out. */
  readonly excluded?: readonly string[];
  readonly tallies: Tallies;
  readonly calls: CallCounts;
  readonly blindSpots: readonly BlindSpot[];
}

export const emptyPage: PageRecord = { items: 0, seen: [], standing: [], tallies: {}, calls: {}, blindSpots: [] };

/** Counts one verdict; `tallies` is changed in place, since it is the page's own while it is judged. */
export function countVerdict(tallies: Tallies, ruleId: string, verdict: VerdictName, reason: UndeterminedReason | null): void {
  const tally = (tallies[ruleId] ??= { fail: 0, pass: 0, not_applicable: 0, undetermined: {} });
  if (verdict !== 'undetermined') {
    tally[verdict] += 1;
    return;
  }
  const why = reason ?? 'unavailable';
  tally.undetermined[why] = (tally.undetermined[why] ?? 0) + 1;
}

export async function insertPage(
  transaction: OrganizationTransaction,
  key: { readonly jobId: JobId; readonly auditId: AuditId; readonly pageNo: number },
  page: PageRecord,
): Promise<void> {
  await transaction.query(
    `insert into vitrine.audit_page (organization_id, job_id, page_no, audit_id, items, seen, standing, tallies, calls, blind_spots, excluded)
     values ($1, $2, $3, $4, $5, $6::bigint[], $7::bigint[], $8::jsonb, $9::jsonb, $10::jsonb, $11::bigint[])`,
    [
      transaction.organizationId,
      key.jobId,
      key.pageNo,
      key.auditId,
      page.items,
      arrayText(page.seen),
      arrayText(page.standing),
      JSON.stringify(page.tallies),
      JSON.stringify(page.calls),
      JSON.stringify(page.blindSpots),
      arrayText(page.excluded ?? []),
    ],
    'prepared',
  );
}
