import type { Fault, Scene } from './fault.js';
import { noRepeatedOffer } from './removed-guards.js';
import { startSentinelRedis } from './sentinel-redis.js';
import { restUntil } from './waits.js';

const failovers = new WeakMap<Scene, number>();

/** Row 4: the queue's replica takes over without what it had not yet heard; the rows in Postgres are the truth, and the relay asks again. */
export const sentinelFailover: Fault = {
  row: 4,
  pace: 'soak',
  attack: 'the Redis master killed (-9) while its replica lags, and that promoted by three real sentinels, again and again',
  removes: 'the repeated offer of what nobody claimed within 15 s',
  withoutGuard: noRepeatedOffer,
  redis: startSentinelRedis,
  latencyMs: 100,
  async throwIt(scene) {
    const { house, random, settled, pace } = scene;
    for (let round = 0; round < (pace === 'soak' ? 20 : 4); round += 1) {
      if (await restUntil(settled, random.between(500, 2_000))) return;
      await house.redis?.crash();
      failovers.set(scene, round + 1);
    }
  },
  judge(scene) {
    const count = failovers.get(scene) ?? 0;
    return Promise.resolve({ held: count > 0, seen: `${String(count)} failovers` });
  },
};
