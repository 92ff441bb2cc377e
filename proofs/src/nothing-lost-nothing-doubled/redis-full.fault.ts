import type { Fault } from './fault.js';
import { tellRedis } from './queue-loss.fault.js';
import { noRepeatedOffer } from './removed-guards.js';
import { restUntil } from './waits.js';

const refusals = new WeakMap<object, number>();

/** Row 5: with `noeviction` a full Redis refuses loudly; the row stands, the offer is taken back and made again. */
export const redisFull: Fault = {
  row: 5,
  attack: 'Redis filled to its maxmemory of 3 MB (noeviction) and emptied again, three times',
  removes: 'taking a refused offer back, and repeating it',
  withoutGuard: {
    edits: [...noRepeatedOffer.edits, { file: 'relay/offer-due-jobs.js', from: `if (refused.length > 0)`, to: `if (refused.length < 0)` }],
  },
  redis: { maxmemory: '3mb' },
  audits: 9,
  auditsWithoutGuard: 6,
  latencyMs: 30,
  async throwIt(scene) {
    const { house, settled } = scene;
    if (house.redis === null) throw new Error('this fault needs Redis');
    const { port } = house.redis;
    for (let round = 0; round < 3; round += 1) {
      if (await restUntil(settled, 1_000)) return;
      for (let key = 0; key < 400; key += 1) {
        const answer = await tellRedis(port, `SETRANGE filler:${String(key)} ${key < 40 ? '60000' : '2000'} x`);
        if (!answer.includes('OOM')) continue;
        refusals.set(scene, (refusals.get(scene) ?? 0) + 1);
        break;
      }
      await restUntil(settled, 4_000);
      for (let key = 0; key < 400; key += 40) await tellRedis(port, `DEL ${Array.from({ length: 40 }, (_, each) => `filler:${String(key + each)}`).join(' ')}`);
    }
  },
  // Without the guard only what was lost counts: a Redis that never was full took nothing away.
  judge: (scene) =>
    Promise.resolve({ held: scene.guard === 'removed' || (refusals.get(scene) ?? 0) > 0, seen: `full ${String(refusals.get(scene) ?? 0)} times` }),
};
