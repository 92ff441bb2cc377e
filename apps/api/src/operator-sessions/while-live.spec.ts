import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RECENT_MS } from '../database/recent-rows.js';
import { whileLive } from './while-live.js';

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

describe('what an operator is shown as a stream', () => {
  it('breaks off within the second of the session’s end that is promised, of which remembered rows may take their share', async () => {
    const source = new PassThrough();
    let live = true;
    const shown = whileLive(source, () => (live ? Promise.resolve() : Promise.reject(new Error('over'))));
    const broken: string[] = [];
    shown.on('error', ({ message }) => broken.push(message));
    shown.resume();
    await jest.advanceTimersByTimeAsync(60_000);
    expect([shown.destroyed, broken]).toEqual([false, []]);
    live = false;
    await jest.advanceTimersByTimeAsync(1_000 - RECENT_MS);
    expect([shown.destroyed, source.destroyed, broken]).toEqual([true, true, ['over']]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends by itself where the session goes on, and nothing looks any longer', async () => {
    const source = new PassThrough();
    const shown = whileLive(source, () => Promise.resolve());
    const ended = new Promise((resolve) => shown.once('close', resolve));
    shown.resume();
    source.end('all of it');
    await ended;
    expect([shown.readableEnded, jest.getTimerCount()]).toEqual([true, 0]);
  });
});
