import { usdOfMetrics, VitrineError } from '@vitrine/contracts';
import { judgeItem, metricQueries, type MetricAnswer, type Reading } from '@vitrine/rules';
import { withOrganization } from '@vitrine/tenancy';
import { z } from 'zod';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import { commitPage } from '../jobs/commit-page.js';
import type { Lease } from '../jobs/lease.js';
import type { BlindSpot, Tallies } from '../jobs/page-record.js';
import { bookMetrics } from '../ledger/spend-budget.js';
import type { AuditContext } from './audit-context.js';
import type { ErasedRule } from './audit-catalogue.js';
import { addSpent, recordVerdict, type JudgedFinding } from './judge-page.js';
import { loadCursor, type LoadedCursor } from './load-cursor.js';
import { readingOf, storedReadingSchema } from './lookup-readings.js';
import { readMetrics, seriesText, type MetricReadings } from './metric-readings.js';
import { priceFindings } from './price-findings.js';

const candidateSchema = z.object({ rules: z.array(z.string()), item: z.unknown(), lookups: z.record(z.string(), z.record(z.string(), storedReadingSchema)) });
type Candidate = z.infer<typeof candidateSchema>;

/** One full batch of candidates: read all their metrics in the fewest calls, judge each, price what fails, commit once. */
export async function runMetrics(context: AuditContext, job: ClaimedJob, lease: Lease): Promise<void> {
  const cursor = await loadCursor(context, job);
  const reader = context.catalogue.metricReaders[job.cloud];
  if (reader === undefined)
    throw new VitrineError({ code: 'metric-reader-missing', status: 422, publicMessage: 'This version of Vitrine reads no metrics of that cloud.' });
  // Items were parsed by their reader before they were stored; its schema reads the provider's shape, not its own result.
  const candidates = await loadCandidates(context, job);
  const operations = [...reader.operations, ...(context.priceReaders[job.cloud]?.operations ?? [])];
  await context.lender.withSession(job, lease, operations, async (lent) => {
    const queries = candidates.flatMap((candidate) =>
      asking(cursor, candidate).flatMap((rule) =>
        metricQueries(rule, candidate.item, cursor.reader.identify(candidate.item, cursor.scope)).map(({ query }) => query),
      ),
    );
    const readings = await readMetrics({ reader, lent, scope: cursor.scope, at: cursor.audit.at, signal: lease.signal }, queries);
    const page = judgeCandidates(cursor, job, candidates, readings);
    context.onJudged?.(page.spent);
    const findings = await priceFindings({ context, job, lent, signal: lease.signal, audit: cursor.audit, reader: cursor.reader.id }, page.findings);
    lease.signal.throwIfAborted();
    await commitPage(context.pool, job, {
      next: readings.failed ? { errorCode: 'cloud-unavailable' } : 'end',
      page: {
        items: candidates.length,
        seen: [],
        standing: page.standing,
        tallies: page.tallies,
        calls: lent.takeCalls(),
        blindSpots: blindSpots(cursor, candidates, readings),
      },
      findings,
      detail: { spentUsd: usdOfMetrics(job.cloud, readings.seriesAnswered), ...(readings.denied[0] === undefined ? {} : { denied: readings.denied[0] }) },
      write: async (transaction) => await bookMetrics(transaction, job, readings.seriesAnswered),
    });
  });
}

const asking = (cursor: LoadedCursor, candidate: Candidate): ErasedRule[] => cursor.rules.filter((rule) => candidate.rules.includes(rule.id));

async function loadCandidates(context: AuditContext, job: ClaimedJob): Promise<Candidate[]> {
  return await withOrganization(
    context.pool,
    job.organizationId,
    async (transaction) =>
      await transaction.read(
        candidateSchema,
        `select rules, item, lookups from vitrine.candidate where organization_id = $1 and metrics_job_id = $2 order by job_id, page_no, item_no`,
        [job.organizationId, job.id],
        'prepared',
      ),
    { mode: 'one-read' },
  );
}

function judgeCandidates(
  cursor: LoadedCursor,
  job: ClaimedJob,
  candidates: readonly Candidate[],
  readings: MetricReadings,
): { findings: JudgedFinding[]; standing: string[]; tallies: Tallies; spent: ReadonlyMap<string, number> } {
  const page = { findings: [] as JudgedFinding[], standing: [] as string[], tallies: {} as Tallies, spent: new Map<string, number>() };
  for (const candidate of candidates) {
    const identity = cursor.reader.identify(candidate.item, cursor.scope);
    for (const rule of asking(cursor, candidate)) {
      const metrics: Record<string, Reading<MetricAnswer>> = {};
      for (const { need, query } of metricQueries(rule, candidate.item, identity)) {
        metrics[need] = readings.bySeries.get(seriesText(query)) ?? { state: 'unavailable', because: 'not-asked' };
      }
      const lookups = Object.fromEntries(Object.entries(candidate.lookups[rule.id] ?? {}).map(([name, stored]) => [name, readingOf(stored)]));
      const begun = performance.now();
      const verdict = judgeItem(rule, candidate.item, identity, {
        lookups,
        metrics,
        at: cursor.audit.at,
        settings: cursor.settings.get(rule.id) ?? rule.defaults,
        organizationExclusions: cursor.excludeTags,
      });
      addSpent(page.spent, rule.id, begun);
      recordVerdict(page, rule, verdict, identity, job.connectionId);
    }
  }
  return page;
}

function blindSpots(cursor: LoadedCursor, candidates: readonly Candidate[], { denied }: MetricReadings): BlindSpot[] {
  const rules = new Set(candidates.flatMap((candidate) => asking(cursor, candidate).map((rule) => rule.id)));
  return denied.flatMap((gap) =>
    [...rules].map((ruleId) => ({ ruleId, operation: gap.operation, permission: gap.permission, reason: 'no_permission' as const })),
  );
}
