import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'node:net';
import { redisAvailable, startTestRedis, type TestRedis } from './redis-server.js';

/** One inline command, one reply, without a client library. */
async function ask(port: number, command: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    return await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (chunk) => resolve(chunk.toString()));
      socket.write(`${command}\r\n`);
    });
  } finally {
    socket.destroy();
  }
}

(redisAvailable() ? describe : describe.skip)('a test redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(async () => {
    await redis.stop();
    expect(() => process.kill(redis.pid, 0)).toThrow('ESRCH');
  });

  it('is the process that listens, and refuses to evict', async () => {
    expect(await ask(redis.port, 'INFO server')).toContain(`process_id:${redis.pid}\r\n`);
    expect(await ask(redis.port, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
  });

  it('forgets everything in a crash and answers again on the same port', async () => {
    await ask(redis.port, 'SET key value');
    const before = redis.pid;
    await redis.crash();
    expect(redis.pid).not.toBe(before);
    expect(await ask(redis.port, 'GET key')).toBe('$-1\r\n');
  });
});
