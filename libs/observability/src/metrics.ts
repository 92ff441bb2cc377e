import { auditStates, queueNames, type AuditState, type Cloud, type QueueName } from '@vitrine/contracts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** How a call to a cloud ended; `refused` never left the process. */
export type CallOutcome = 'ok' | 'denied' | 'throttled' | 'failed' | 'refused';

/**
 * What a process tells Prometheus. Labels come from closed lists and declared operations: never an organization, an id or
 * anything that a customer chose, since metrics are read by people who may see no tenant.
 */
export interface Metrics {
  readonly registry: Registry;
  setQueue(queue: QueueName, counts: { readonly backlog: number; readonly active: number }): void;
  /** Audits in each state now, all organizations together; states left out are 0. */
  setAudits(counts: Partial<Record<AuditState, number>>): void;
  /** Counts the end of an audit. */
  auditEnded(state: AuditState): void;
  /** One call, its duration in seconds, and a 429 also under `vitrine_cloud_throttled_total`. */
  cloudCall(call: { readonly cloud: Cloud; readonly operation: string; readonly outcome: CallOutcome; readonly seconds: number }): void;
  /** One answered request by route template. */
  httpRequest(request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }): void;
  /** The exposition text. */
  text(): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** A registry of its own per process, so that two apps in one spec do not share counters. */
export function createMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });

  const backlog = new Gauge({ name: 'vitrine_queue_backlog', help: 'Jobs that are due and not running', labelNames: ['queue'], registers });
  const active = new Gauge({ name: 'vitrine_queue_active', help: 'Jobs that are running', labelNames: ['queue'], registers });
  const audits = new Gauge({ name: 'vitrine_audits', help: 'Audits by state', labelNames: ['state'], registers });
  const ended = new Counter({ name: 'vitrine_audits_ended_total', help: 'Audits that ended, by state', labelNames: ['state'], registers });
  const calls = new Counter({ name: 'vitrine_cloud_calls_total', help: 'Calls to clouds', labelNames: ['cloud', 'operation', 'outcome'], registers });
  const throttled = new Counter({
    name: 'vitrine_cloud_throttled_total',
    help: 'Calls that a cloud answered with a throttle (429)',
    labelNames: ['cloud', 'operation'],
    registers,
  });
  const callSeconds = new Histogram({
    name: 'vitrine_cloud_call_seconds',
    help: 'Duration of calls to clouds',
    labelNames: ['cloud'],
    buckets: SECONDS,
    registers,
  });
  const httpSeconds = new Histogram({
    name: 'vitrine_http_request_seconds',
    help: 'Duration of answered requests',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });

  // A series that is absent cannot be told from a process that is down.
  for (const queue of queueNames) {
    backlog.set({ queue }, 0);
    active.set({ queue }, 0);
  }
  for (const state of auditStates) audits.set({ state }, 0);

  return {
    registry,
    setQueue(queue, counts) {
      backlog.set({ queue }, counts.backlog);
      active.set({ queue }, counts.active);
    },
    setAudits(counts) {
      for (const state of auditStates) audits.set({ state }, counts[state] ?? 0);
    },
    auditEnded: (state) => ended.inc({ state }),
    cloudCall({ cloud, operation, outcome, seconds }) {
      calls.inc({ cloud, operation, outcome });
      callSeconds.observe({ cloud }, seconds);
      if (outcome === 'throttled') throttled.inc({ cloud, operation });
    },
    httpRequest: ({ method, route, status, seconds }) => httpSeconds.observe({ method, route, status: String(status) }, seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
