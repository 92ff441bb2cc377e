import { askRedis } from './ask-redis.js';
import type { Fault, Scene } from './fault.js';
import type { FaultHouse } from './fault-house.js';
import { noRepeatedOffer } from './removed-guards.js';
import { restUntil } from './waits.js';

const losses = new WeakMap<Scene, { flushes: number; crashes: number }>();

/** Row 3, CS-T14: everything that the queue knew is gone; the rows in Postgres are the truth, and the relay asks again. */
export const queueLoss: Fault = {
  row: 3,
  attack: 'the queue emptied (FLUSHALL and Redis killed without a disk, in turn; or the tables of the Postgres queue truncated)',
  removes: 'the repeated offer of what nobody claimed within 15 s',
  withoutGuard: noRepeatedOffer,
  audits: 12,
  latencyMs: 30,
  async throwIt(scene) {
    const { house, random, settled, pace } = scene;
    const seen = { flushes: 0, crashes: 0 };
    losses.set(scene, seen);
    for (let round = 0; round < (pace === 'soak' ? 30 : 8); round += 1) {
      if (await restUntil(settled, random.between(700, 2_000))) return;
      if (house.redis !== null && round % 2 === 1) {
        await house.redis.crash();
        seen.crashes += 1;
      } else {
        await emptyQueue(house);
        seen.flushes += 1;
      }
    }
  },
  judge(scene) {
    const { flushes, crashes } = losses.get(scene) ?? { flushes: 0, crashes: 0 };
    return Promise.resolve({ held: flushes + crashes > 0, seen: `emptied ${String(flushes)} times, ${String(crashes)} crashes of Redis` });
  },
};

export async function emptyQueue({ redis, root }: FaultHouse): Promise<void> {
  if (redis === null) await root.query('truncate bullmq.job cascade');
  else await tellRedis(redis.port, 'FLUSHALL');
}

/** One inline command; resolves with the first line of the answer. */
export async function tellRedis(port: number, command: string): Promise<string> {
  return (await askRedis(port, command)).split('\r\n')[0] ?? '';
}
