import { Gauge, type Registry } from 'prom-client';

/**
 * How far the trail's tree is behind, in seconds: the age of the oldest entry that has no leaf, and since when nobody could look. It grows by itself
 * while looks fail or hang, which a number that only a look sets would hide.
 * @returns to be told of each look
 */
export function unsequencedGauge(registry: Registry, clock: () => number = () => performance.now()): (oldestSeconds: number) => void {
  let coveredUntil = clock();
  new Gauge({
    name: 'vitrine_trail_unsequenced_seconds',
    help: 'Age of the oldest trail entry that may have no leaf yet',
    registers: [registry],
    collect() {
      this.set((clock() - coveredUntil) / 1_000);
    },
  });
  return (oldestSeconds) => {
    coveredUntil = clock() - oldestSeconds * 1_000;
  };
}
