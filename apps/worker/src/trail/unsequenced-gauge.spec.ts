import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { TrailHouse } from '../testing/trail-house.js';
import { sequencingRound } from './sequencer.js';
import { unsequencedGauge } from './unsequenced-gauge.js';

const house = new TrailHouse();

/** The gauge under a clock that the spec moves. */
function gauge() {
  const registry = new Registry();
  const clock = { now: 50_000 };
  const look = unsequencedGauge(registry, () => clock.now);
  const value = async (): Promise<number> => Number(/^vitrine_trail_unsequenced_seconds (\S+)$/m.exec(await registry.metrics())?.[1]);
  return { clock, look, value };
}

describe('vitrine_trail_unsequenced_seconds', () => {
  it('is the age of the oldest entry without a leaf, and grows where no look succeeds: a sequencer that hangs is seen as one that lags', async () => {
    const { clock, look, value } = gauge();
    look(0);
    clock.now += 1_000;
    expect(await value()).toBe(1);
    look(12);
    expect(await value()).toBe(12);
    // The database is away, or the process waits for a lock.
    clock.now += 60_000;
    expect(await value()).toBe(72);
    look(0);
    expect(await value()).toBe(0);
  });

  it('is told by each look what waits in any organization, and zero once all of it has its leaf', async () => {
    await house.root.query(
      `insert into vitrine.trail_event (organization_id, id, type, principal, payload) values ($1, gen_random_uuid(), 'finding.status-changed', 'member:x', '{}')`,
      [house.umbra],
    );
    await house.root.query(`update vitrine.trail_pending set at = now() - interval '90 seconds' where organization_id = $1`, [house.umbra]);
    await house.write(house.acme, 1);
    const told: number[] = [];
    const round = sequencingRound(house.sequencing({ onLook: (seconds) => told.push(seconds) }));
    await round(() => false);
    await round(() => false);
    expect(told).toEqual([expect.any(Number), 0]);
    // The database's own clock tells both times, and only ever more of them passes.
    expect(told[0]).toBeGreaterThanOrEqual(90);
  });
});
