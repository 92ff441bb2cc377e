import { VitrineError } from '@vitrine/contracts';
import { Places, type MetricQuery, type MetricReader, type Scope } from '@vitrine/cloud-readers';
import { metricAnswer, metricWindow, type MetricAnswer, type Reading } from '@vitrine/rules';
import type { LentSession } from './audit-context.js';
import { canonicalJson } from '../jobs/hash-text.js';
import { PointColumn } from './point-column.js';

/** The same series for two rules is one query. */
export const seriesText = (query: MetricQuery): string => canonicalJson([query.spec, query.dimensions]);

export interface MetricReadings {
  /** By `seriesText`. */
  readonly bySeries: ReadonlyMap<string, Reading<MetricAnswer>>;
  /** Operations that were refused, with the permission that each wants. */
  readonly denied: readonly { readonly operation: string; readonly permission: string }[];
  readonly failed: boolean;
  /** Series that were asked for, once per call that was answered: what CloudWatch charges. */
  readonly seriesAnswered: number;
}

interface ReadMetrics {
  readonly reader: MetricReader;
  readonly lent: LentSession;
  readonly scope: Scope;
  readonly at: Date;
  readonly signal: AbortSignal;
}

/** Of the process, whose memory they share: a batch waits for its last page with some hundred thousand points, and is judged when it is there. */
const batchesInHand = new Places(4, 15_000);

/** Reads all series in full batches, one window at a time: Σ⌈queries / batch⌉ calls and not one more. */
export async function readMetrics(input: ReadMetrics, queries: readonly MetricQuery[]): Promise<MetricReadings> {
  const distinct = new Map(queries.map((query) => [seriesText(query), query]));
  const bySeries = new Map<string, Reading<MetricAnswer>>();
  const denied = new Map<string, { operation: string; permission: string }>();
  const answered = { series: 0 };
  let failed = false;
  for (const sameWindow of Map.groupBy(distinct.values(), (query) => windowText(query, input.at)).values()) {
    for (const batch of input.reader.batches(sameWindow, input.scope)) {
      const [first] = batch;
      if (first === undefined) continue;
      const window = metricWindow(first.spec, input.at);
      const leave = await batchesInHand.enter(input.signal);
      try {
        const outcome = await readBatch(input, batch, window, answered);
        for (const query of batch) bySeries.set(seriesText(query), readingOf(outcome, query, window));
        if (outcome.state === 'denied') denied.set(outcome.operation, outcome);
        if (outcome.state === 'unavailable') failed = true;
      } finally {
        leave();
      }
    }
  }
  return { bySeries, denied: [...denied.values()], failed, seriesAnswered: answered.series };
}

/** Queries of one call share its start and end. */
function windowText({ spec }: MetricQuery, at: Date): string {
  const { start, end } = metricWindow(spec, at);
  return `${start.toISOString()}/${end.toISOString()}`;
}

type BatchOutcome =
  | { readonly state: 'read'; readonly points: ReadonlyMap<string, PointColumn> }
  | { readonly state: 'denied'; readonly operation: string; readonly permission: string }
  | { readonly state: 'unavailable'; readonly because: string };

interface Window {
  readonly start: Date;
  readonly end: Date;
}

async function readBatch(
  { reader, lent, scope, signal }: ReadMetrics,
  batch: readonly MetricQuery[],
  window: Window,
  answered: { series: number },
): Promise<BatchOutcome> {
  const points = new Map<string, PointColumn>();
  let pageToken: string | null = null;
  do {
    const result = await lent.session.call(reader.request({ batch, scope, ...window, pageToken }), signal);
    switch (result.outcome) {
      case 'read': {
        // Refused and failed calls are not charged.
        answered.series += batch.length;
        const page = reader.page(result.body, batch);
        for (const series of page.series) {
          const column = points.get(series.key) ?? new PointColumn();
          column.add(series.points);
          points.set(series.key, column);
        }
        pageToken = page.next;
        break;
      }
      case 'denied':
        return { state: 'denied', operation: result.operation, permission: result.permission };
      case 'unavailable':
        if (result.retryable)
          throw new VitrineError({
            code: 'cloud-unavailable',
            status: 503,
            publicMessage: 'The cloud did not answer.',
            internal: result.reason,
            retryable: true,
          });
        return { state: 'unavailable', because: result.reason };
      case 'token-refused':
      case 'expired':
      case 'throttled':
        return { state: 'unavailable', because: result.outcome };
    }
  } while (pageToken !== null);
  return { state: 'read', points };
}

function readingOf(outcome: BatchOutcome, query: MetricQuery, window: Window): Reading<MetricAnswer> {
  switch (outcome.state) {
    case 'read':
      return { state: 'read', answer: metricAnswer(outcome.points.get(query.key) ?? [], query.spec, window) };
    case 'denied':
      return { state: 'denied', permission: outcome.permission };
    case 'unavailable':
      return outcome;
  }
}
