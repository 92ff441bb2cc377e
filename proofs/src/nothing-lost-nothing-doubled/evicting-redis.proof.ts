import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startTestRedis } from '@vitrine/testing';
import type { Proof } from '../proof.js';
import { manyScopes } from './estate.js';
import { openFaultHouse } from './fault-house.js';
import { startFleet } from './fleet.js';
import { copyWorker, type Edit } from './worker-copy.js';

const policies = ['allkeys-lru', 'allkeys-lfu', 'allkeys-random', 'volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'] as const;

const trusting: readonly Edit[] = [{ file: 'node_modules/@vitrine/queues/dist/redis-queue.js', from: `if (policy !== 'noeviction')`, to: `if (false)` }];

/** Row 5, its other half: with any policy but `noeviction` Redis says yes and forgets. */
export const proof: Proof = {
  attack: 'a worker started against a Redis that may evict (each of the seven other policies; fault 5)',
  expected: `${String(policies.length)} of ${String(policies.length)} refused at boot`,
  pace: 'whole',
  beside: 'waits',
  mutation: { removes: 'the question for Redis’ policy' },
  async attempt({ guard }) {
    const house = await openFaultHouse({ backend: 'redis', estate: manyScopes({ regions: 1 }), workers: 0 });
    try {
      const folder = join(house.folder, 'evicting');
      mkdirSync(folder);
      const program = copyWorker(folder, guard === 'standing' ? [] : trusting);
      const asked = guard === 'standing' ? policies : policies.slice(0, 1);
      const refused: boolean[] = [];
      for (const maxmemoryPolicy of asked) {
        const redis = await startTestRedis({ maxmemoryPolicy, maxmemory: '3mb' });
        try {
          const duty = { name: maxmemoryPolicy, program, queues: 'relay', environment: { ...house.environment, VITRINE_REDIS_URL: redis.url } };
          const started = await startFleet([duty], join(folder, 'log')).catch(() => null);
          refused.push(started === null && readFileSync(join(folder, 'log'), 'utf8').includes('queue-evicts'));
          rmSync(join(folder, 'log'), { force: true });
          await Promise.all((started ?? []).map((member) => member.retire()));
        } finally {
          await redis.stop();
        }
      }
      const count = refused.filter(Boolean).length;
      return { held: count === asked.length, seen: `${String(count)} of ${String(asked.length)} refused` };
    } finally {
      await house.stop();
    }
  },
};
