import { Counter, Histogram, Registry } from 'prom-client';

/** The API's own series. Labels are closed sets: route patterns, methods, statuses. Never an id. */
export const registry = new Registry();

const requests = new Histogram({
  name: 'vitrine_api_request_seconds',
  help: 'Duration of answered requests',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});

const offers = new Counter({ name: 'vitrine_api_offers_total', help: 'Jobs offered to the queue, or left to the relay', labelNames: ['outcome'], registers: [registry] });

export function countRequest(method: string, route: string, status: number, milliseconds: number): void {
  requests.observe({ method, route, status: String(status) }, milliseconds / 1000);
}

export function countOffer(outcome: 'offered' | 'left-to-relay'): void {
  offers.inc({ outcome });
}
