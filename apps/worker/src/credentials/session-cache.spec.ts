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

  it('lends no more what the provider ended, but closes it only under the last job that holds it: each of them signs in anew by itself', async () => {
    const cache = new SessionCache();
    const { state, open } = opener();
    const [first, second] = await Promise.all([cache.acquire(key, open), cache.acquire(key, open)]);
    cache.drop(key, first.session);
    first.release();
    const renewed = await cache.acquire(key, open);
    await Promise.resolve();
    expect([renewed.session === first.session, state.opened, state.closed]).toEqual([false, 2, 0]);
    // The second job hears of the end later: what the first one opened meanwhile stays.
    cache.drop(key, second.session);
    second.release();
    expect((await cache.acquire(key, open)).session).toBe(renewed.session);
    expect([state.opened, state.closed]).toEqual([2, 1]);
    cache.close();
  });

  it('closes at once what is lent no more but still held, when its connection is revoked', async () => {
    const cache = new SessionCache();
    const { state, open } = opener();
    const held = await cache.acquire(key, open);
    cache.drop(key, held.session);
    cache.dropConnection('o', 'c');
    await Promise.resolve();
    expect(state.closed).toBe(1);
    held.release();
    await Promise.resolve();
    expect([cache.size, state.closed]).toEqual([0, 1]);
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
