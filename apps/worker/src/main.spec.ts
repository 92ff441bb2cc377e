import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, killRunningProcesses, redisAvailable, startPreparedServer, startProcess, startTestRedis } from '@vitrine/testing';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The built program, in a process of its own. */
const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

if (!redisAvailable()) process.stderr.write('!!! redis-server is missing: a worker that loses both stores is NOT tested\n');

beforeAll(() => void execFileSync(`${root}/node_modules/.bin/tsc`, ['-b', 'apps/worker'], { cwd: root }), 180_000);
afterAll(async () => await killRunningProcesses());

(redisAvailable() ? describe : describe.skip)('the worker process', () => {
  it('ends when it is told to, also when Redis and Postgres are both gone and their clients wait for ever', async () => {
    const [server, redis] = await Promise.all([startPreparedServer(), startTestRedis()]);
    try {
      const database = await createTestDatabase(server);
      const worker = await startProcess(program, {
        args: ['--queues', 'system'],
        env: { VITRINE_DATABASE_URL: database.url('vitrine_worker'), VITRINE_REDIS_URL: redis.url, VITRINE_DRAIN_TIMEOUT_MS: '100' },
        readyLine: /"healthPort":\d+/,
      });
      await Promise.all([redis.stop(), server.stop()]);
      worker.signal('SIGTERM');
      // By itself, whatever it then says: 1 where closing was given up, 0 where both clients noticed in time.
      expect(await worker.ended).toMatchObject({ signal: null });
    } finally {
      await Promise.all([redis.stop(), server.stop()]);
    }
  });
});
