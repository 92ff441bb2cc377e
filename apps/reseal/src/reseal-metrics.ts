import { createMetrics } from '@vitrine/observability';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { CloudRound } from './reseal-round.js';

export interface ResealMetrics {
  readonly registry: Registry;
  tell(round: CloudRound): void;
}

/** Labels are clouds and outcomes: never an organization, never a key. */
export function resealMetrics(): ResealMetrics {
  const { registry } = createMetrics();
  const registers = [registry];
  const total = new Counter({ name: 'vitrine_reseal_total', help: 'Envelopes by what became of them', labelNames: ['cloud', 'outcome'], registers });
  const waiting = new Gauge({ name: 'vitrine_reseal_waiting', help: 'Envelopes that lie under an old key', labelNames: ['cloud'], registers });
  return {
    registry,
    tell: ({ cloud, waiting: left, resealed, overtaken, unavailable, unreadable }) => {
      waiting.set({ cloud }, left);
      for (const [outcome, count] of Object.entries({ resealed, overtaken, unavailable, unreadable })) total.inc({ cloud, outcome }, count);
    },
  };
}
