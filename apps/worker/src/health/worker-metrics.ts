import type { CallEvent, CallObserver } from '@vitrine/cloud-readers';
import { currentTrace, childOf, formatTraceparent, type CallOutcome, type Metrics } from '@vitrine/observability';
import { Counter } from 'prom-client';
import type { AnyJob } from '../jobs/claimed-job.js';
import type { JobOutcome } from '../jobs/run-job.js';

/** Deliveries by how they ended; beside the series that every process has. */
export function countJobs(metrics: Metrics): (outcome: JobOutcome, job: AnyJob | null) => void {
  const jobs = new Counter({
    name: 'vitrine_jobs_total',
    help: 'Deliveries by how they ended',
    labelNames: ['kind', 'outcome'],
    registers: [metrics.registry],
  });
  return (outcome, job) => {
    jobs.inc({ kind: job?.kind ?? 'none', outcome });
  };
}

/** What each rule costs, so that the one that slows an audit down has a name. */
export function timeRules(metrics: Metrics): (seconds: ReadonlyMap<string, number>) => void {
  const spent = new Counter({
    name: 'vitrine_rule_seconds_total',
    help: 'Time spent judging items, by rule',
    labelNames: ['rule'],
    registers: [metrics.registry],
  });
  return (seconds) => {
    for (const [rule, value] of seconds) spent.inc({ rule }, value);
  };
}

function outcomeOf(outcome: CallEvent['outcome']): CallOutcome {
  switch (outcome) {
    case 'read':
      return 'ok';
    case 'denied':
    case 'throttled':
      return outcome;
    case 'token-refused':
    case 'expired':
    case 'unavailable':
      return 'failed';
  }
}

/** What hangs on every call to a cloud: its count, and the trace id that reaches the provider's own logs. */
export function callObserver(metrics: Metrics): CallObserver {
  return {
    ended: (event) => {
      metrics.cloudCall({ cloud: event.cloud, operation: event.operation, outcome: outcomeOf(event.outcome), seconds: event.milliseconds / 1_000 });
    },
    refused: ({ cloud, operation }) => {
      metrics.cloudCall({ cloud, operation, outcome: 'refused', seconds: 0 });
    },
    traceparent: () => {
      const trace = currentTrace();
      return trace === 'outside' ? null : formatTraceparent(childOf(trace));
    },
  };
}
