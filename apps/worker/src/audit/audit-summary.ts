import { undeterminedReasonSchema, type AuditId, type AuditState, type ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { BlindSpot, CallCounts, RuleTally } from '../jobs/page-record.js';

const tallySchema = z.object({
  fail: z.number(),
  pass: z.number(),
  not_applicable: z.number(),
  undetermined: z.partialRecord(undeterminedReasonSchema, z.number()),
});
const callsSchema = z.object({ calls: z.number(), denied: z.number(), throttled: z.number() });
const spotSchema = z.object({ ruleId: z.string(), operation: z.string(), permission: z.string(), reason: undeterminedReasonSchema });
const pageSchema = z.object({
  items: z.number(),
  tallies: z.record(z.string(), tallySchema),
  calls: z.record(z.string(), callsSchema),
  blindSpots: z.array(spotSchema),
});

/** What the audit looked at and what it could not see. */
export interface Coverage {
  readonly items: number;
  readonly rules: Readonly<Record<string, RuleTally>>;
  /** One per rule, operation and reason; `times` counts the pages and scopes that met it. */
  readonly blindSpots: readonly (BlindSpot & { readonly times: number })[];
}

/** What was asked of the cloud. Writes are 0 by construction; the receipt says so that a reader need not know why. */
export interface Receipt {
  readonly calls: number;
  readonly denied: number;
  readonly throttled: number;
  readonly writes: 0;
  readonly operations: CallCounts;
}

export interface AuditSummary {
  readonly coverage: Coverage;
  readonly receipt: Receipt;
}

/** Adds up the audit's pages. Their numbers are small; their lists of hashes stay where they are. */
export async function summarizePages(transaction: OrganizationTransaction, auditId: AuditId): Promise<AuditSummary> {
  const pages = await transaction.read(
    pageSchema,
    `select items, tallies, calls, blind_spots as "blindSpots" from vitrine.audit_page where organization_id = $1 and audit_id = $2`,
    [transaction.organizationId, auditId],
  );
  const rules: Record<string, RuleTally> = {};
  const operations: CallCounts = {};
  const spots = new Map<string, BlindSpot & { times: number }>();
  for (const page of pages) {
    for (const [ruleId, tally] of Object.entries(page.tallies)) addTally((rules[ruleId] ??= { fail: 0, pass: 0, not_applicable: 0, undetermined: {} }), tally);
    for (const [operation, calls] of Object.entries(page.calls)) {
      const sum = (operations[operation] ??= { calls: 0, denied: 0, throttled: 0 });
      sum.calls += calls.calls;
      sum.denied += calls.denied;
      sum.throttled += calls.throttled;
    }
    for (const spot of page.blindSpots) {
      const key = [spot.ruleId, spot.operation, spot.permission, spot.reason].join(' ');
      spots.set(key, { ...spot, times: (spots.get(key)?.times ?? 0) + 1 });
    }
  }
  const total = (member: 'calls' | 'denied' | 'throttled'): number => Object.values(operations).reduce((sum, each) => sum + each[member], 0);
  return {
    coverage: { items: pages.reduce((sum, page) => sum + page.items, 0), rules, blindSpots: [...spots.values()] },
    receipt: { calls: total('calls'), denied: total('denied'), throttled: total('throttled'), writes: 0, operations },
  };
}

function addTally(sum: RuleTally, tally: z.infer<typeof tallySchema>): void {
  sum.fail += tally.fail;
  sum.pass += tally.pass;
  sum.not_applicable += tally.not_applicable;
  for (const reason of undeterminedReasonSchema.options) {
    const more = tally.undetermined[reason];
    if (more !== undefined) sum.undetermined[reason] = (sum.undetermined[reason] ?? 0) + more;
  }
}

const jobsSchema = z.object({ kind: z.string(), state: z.string(), errorCode: z.string().nullable(), n: z.number() });
export type JobCounts = z.infer<typeof jobsSchema>[];

export async function countJobs(transaction: OrganizationTransaction, auditId: AuditId): Promise<JobCounts> {
  return await transaction.read(
    jobsSchema,
    `select kind, state, error_code as "errorCode", count(*)::int as n from vitrine.job where organization_id = $1 and audit_id = $2 and kind <> 'finalize' group by 1, 2, 3`,
    [transaction.organizationId, auditId],
  );
}

export interface AuditEnd {
  readonly state: Extract<AuditState, 'completed' | 'partial' | 'failed' | 'cancelled'>;
  readonly errorCode: string | null;
}

/** How the audit ended. A denied permission is an answer and leaves it complete; a part that could not be looked at does not. */
export function auditEnd(cancelled: boolean, jobs: JobCounts, blindSpots: readonly BlindSpot[]): AuditEnd {
  if (cancelled) return { state: 'cancelled', errorCode: null };
  const failed = jobs.filter((job) => job.state === 'failed');
  const plan = failed.find((job) => job.kind === 'plan');
  if (plan !== undefined) return { state: 'failed', errorCode: plan.errorCode };
  const readers = jobs.filter((job) => job.kind === 'cursor');
  const [first] = failed;
  if (readers.length > 0 && readers.every((job) => job.state === 'failed')) return { state: 'failed', errorCode: first?.errorCode ?? null };
  const gap = blindSpots.some((spot) => spot.reason === 'unavailable' || spot.reason === 'unparsable');
  return first !== undefined || gap ? { state: 'partial', errorCode: first?.errorCode ?? null } : { state: 'completed', errorCode: null };
}

const severitySchema = z.object({ severity: z.string(), n: z.number() });

/** Open findings of the connection by severity, those that count. */
export async function findingsBySeverity(transaction: OrganizationTransaction, connectionId: ConnectionId): Promise<Readonly<Record<string, number>>> {
  const rows = await transaction.read(
    severitySchema,
    `select severity, count(*)::int as n from vitrine.finding where organization_id = $1 and connection_id = $2 and verdict = 'fail' and status in ('open', 'acknowledged', 'planned', 'relapsed') and not superseded group by severity`,
    [transaction.organizationId, connectionId],
  );
  return Object.fromEntries(rows.map((row) => [row.severity, row.n]));
}
