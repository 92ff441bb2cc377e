import { decimalText, exact, severities } from '@vitrine/contracts';
import { z } from 'zod';
import type { Audit, AuditSummary, BlindSpot } from './audit.schemas.js';
import type { AuditCounts, AuditRow } from './audits.repository.js';

/** What the worker's finalize stored, of which only this much is shown. */
const storedTotalsSchema = z.object({
  savings: z.array(z.object({ currency: z.string(), gross: z.string(), realisable: z.string(), findings: z.number() })),
  findings: z.record(z.string(), z.number()),
  resolved: z.number(),
  coverage: z.object({
    rules: z.record(z.string(), z.object({ fail: z.number(), pass: z.number(), not_applicable: z.number(), undetermined: z.record(z.string(), z.number()) })),
  }),
});

const callCountsSchema = z.object({ calls: z.number(), denied: z.number(), throttled: z.number() });
const storedReceiptSchema = callCountsSchema.extend({ writes: z.number(), operations: z.record(z.string(), callCountsSchema) });

export function auditSummary(row: AuditRow): AuditSummary {
  return {
    id: row.id,
    connectionId: row.connection_id,
    cloud: row.cloud,
    state: row.state,
    rules: row.rules,
    credentialVersion: row.credential_version,
    requestedBy: row.requested_by,
    cancelRequestedAt: row.cancel_requested_at?.toISOString() ?? null,
    errorCode: row.error_code,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

export function auditView(row: AuditRow, counts: AuditCounts, blindSpots: BlindSpot[]): Audit {
  return {
    ...auditSummary(row),
    progress: {
      jobsOpen: counts.open,
      jobsDone: counts.done,
      jobsFailed: counts.failed,
      jobsCancelled: counts.cancelled,
      pages: counts.pages,
      items: counts.items,
      lastEvent: row.event_seq,
    },
    totals: row.totals === null ? null : totalsView(storedTotalsSchema.parse(row.totals)),
    receipt: row.receipt === null ? null : receiptView(storedReceiptSchema.parse(row.receipt)),
    blindSpots,
  };
}

function totalsView(stored: z.infer<typeof storedTotalsSchema>): NonNullable<Audit['totals']> {
  const bySeverity = Object.fromEntries(severities.map((severity) => [severity, stored.findings[severity] ?? 0]));
  return {
    savings: stored.savings.map((saving) => ({ ...saving, gross: decimalText(exact(saving.gross)), realisable: decimalText(exact(saving.realisable)) })),
    findings: { critical: 0, high: 0, medium: 0, low: 0, ...bySeverity },
    resolved: stored.resolved,
    rules: Object.entries(stored.coverage.rules)
      .map(([ruleId, tally]) => ({
        ruleId,
        fail: tally.fail,
        pass: tally.pass,
        notApplicable: tally.not_applicable,
        undetermined: Object.values(tally.undetermined).reduce((sum, count) => sum + count, 0),
      }))
      .sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1)),
  };
}

function receiptView({ operations, ...sums }: z.infer<typeof storedReceiptSchema>): NonNullable<Audit['receipt']> {
  return {
    ...sums,
    operations: Object.entries(operations)
      .map(([operation, counts]) => ({ operation, ...counts }))
      .sort((a, b) => (a.operation < b.operation ? -1 : 1)),
  };
}
