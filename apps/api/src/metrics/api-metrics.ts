import { createMetrics, type Metrics } from '@vitrine/observability';
import { Counter } from 'prom-client';

/** What the API measures itself. */
export interface ApiMetrics {
  readonly answered: Metrics['httpRequest'];
  offered(outcome: 'offered' | 'left-to-relay'): void;
  /** @param reason a word of our own, never of the token's */
  idTokenRefused(reason: string): void;
  readonly text: Metrics['text'];
  readonly contentType: string;
}

/** Series that workers and relay measure: a zero from here would read as "no backlog". */
const NOT_OURS = [
  'vitrine_queue_backlog',
  'vitrine_queue_active',
  'vitrine_audits',
  'vitrine_audits_ended_total',
  'vitrine_cloud_calls_total',
  'vitrine_cloud_throttled_total',
  'vitrine_cloud_call_seconds',
];

export function createApiMetrics(): ApiMetrics {
  const metrics = createMetrics();
  for (const name of NOT_OURS) metrics.registry.removeSingleMetric(name);
  const offers = new Counter({
    name: 'vitrine_api_offers_total',
    help: 'Jobs offered to the queue, or left to the relay',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  });
  const refusedIdTokens = new Counter({
    name: 'vitrine_api_id_tokens_refused_total',
    help: 'Id tokens of CI runs that were not exchanged, by reason',
    labelNames: ['reason'],
    registers: [metrics.registry],
  });
  return {
    answered: (request) => metrics.httpRequest(request),
    offered: (outcome) => offers.inc({ outcome }),
    idTokenRefused: (reason) => refusedIdTokens.inc({ reason }),
    text: async () => await metrics.text(),
    contentType: metrics.contentType,
  };
}
