import { describe, expect, it } from '@jest/globals';
import type { OpenSession } from '@vitrine/cloud-readers';
import { SessionCache } from './session-cache.js';

const key = { organizationId: 'o', connectionId: 'c', version: 1, group: 'g' };

function opener(expiresInMs = 900_000) {
  const state = { opened: 0, closed: 0 };
  const open = (): Promise<OpenSession> => {
    state.opened += 1;
    return Promise.resolve({
      expiresAt: new Date(Date.now() + expiresInMs),
      principal: { cloud: 'aws', accountId: '111122223333', name: 'spec' },
      trustPolicy: () => Promise.resolve('closed'),
      call: () => Promise.reject(new Error('not called')),
      close: () => {
        state.closed += 1;
      },
    });
  };
  return { state, open };
}

describe('the session cache', () => {
  it('opens once for all jobs of a connection that come together', async () => {
    const cache = new SessionCache();
    const { state, open } = opener();
    const held = await Promise.all([cache.acquire(key, open), cache.acquire(key, open), cache.acquire(key, open)]);
    expect(state.opened).toBe(1);
    for (const each of held) each.release();
    cache.close();
  });

  it('opens anew for another version, another group or another organization', async () => {
    const cache = new SessionCache();
    const { state, open } = opener();
    for (const other of [{ version: 2 }, { group: 'h' }, { organizationId: 'p' }, {}]) await cache.acquire({ ...key, ...other }, open);
    expect(state.opened).toBe(4);
    cache.close();
  });

  it('closes every session of a connection that is revoked, at once and though jobs hold it', async () => {
    const cache = new SessionCache();
    const { state, open } = opener();
    await cache.acquire(key, open);
    await cache.acquire({ ...key, group: 'h' }, open);
    cache.dropConnection('o', 'c');
    await Promise.resolve();
    expect([cache.size, state.closed]).toEqual([0, 2]);
  });

  it('closes when no job holds it any more', async () => {
    const cache = new SessionCache(0);
    const closed = new Promise<void>((resolve) => {
      const { open } = opener();
      void cache
        .acquire(key, async () => ({ ...(await open()), close: resolve }))
        .then((held) => {
          held.release();
        });
    });
    await closed;
    expect(cache.size).toBe(0);
  });

  it('does not lend a session that is about to end, and does not remember a failed opening', async () => {
    const cache = new SessionCache();
    const ending = opener(30_000);
    await cache.acquire(key, ending.open);
    await cache.acquire(key, ending.open);
    expect(ending.state.opened).toBe(2);
    const other = { ...key, connectionId: 'd' };
    await expect(cache.acquire(other, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await cache.acquire(other, ending.open);
    expect(ending.state.opened).toBe(3);
    cache.close();
  });
});
