import { describe, expect, it } from '@jest/globals';
import { TokenBucket, TokenBuckets } from './token-bucket.js';

describe('a token bucket', () => {
  it('pays its capacity at once, then what time brings back, and never more than its capacity', () => {
    let now = 0;
    const bucket = new TokenBucket(3, 2, () => now);
    expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, true, false]);
    expect(bucket.secondsUntil()).toBe(1);
    now = 500;
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
    now = 60_000;
    expect(bucket.remaining()).toBe(3);
    expect(bucket.secondsUntil()).toBe(0);
  });

  it('refuses a cost that it cannot pay and keeps what it has', () => {
    const bucket = new TokenBucket(3, 1, () => 0);
    expect(bucket.take(4)).toBe(false);
    expect(bucket.remaining()).toBe(3);
    expect(bucket.take(3)).toBe(true);
  });

  it('keeps one bucket per key', () => {
    const buckets = new TokenBuckets();
    expect(buckets.of('account/region', 1, 0.001).take()).toBe(true);
    expect(buckets.of('account/region', 1, 0.001).take()).toBe(false);
    expect(buckets.of('account/other', 1, 0.001).take()).toBe(true);
  });
});
