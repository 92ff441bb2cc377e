import { describe, expect, it } from '@jest/globals';
import { googleDelayMs, retryAfterMs } from './retry-after.js';

const now = new Date('2026-11-22T00:00:00Z');
const wait = (headers: Record<string, string>, further: number[] = []): number => retryAfterMs(headers, now, 1234, further);

describe('how long a throttled call waits', () => {
  it('takes the largest of all that the provider says, in any of its headers', () => {
    expect(wait({ 'retry-after': '5' })).toBe(5000);
    expect(
      wait({
        'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '11',
        'x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after': '30',
        'retry-after': '5',
      }),
    ).toBe(30_000);
    expect(wait({ 'x-ms-user-quota-resets-after': '00:00:04' })).toBe(4000);
    expect(wait({ 'retry-after-ms': '700' })).toBe(700);
    expect(wait({ 'retry-after': 'Sun, 22 Nov 2026 00:00:09 GMT' })).toBe(9000);
    expect(wait({}, [googleDelayMs('7.5s') ?? 0])).toBe(7500);
  });

  it('falls back where nothing is said or it makes no sense, and never parks a job for ever', () => {
    expect(wait({})).toBe(1234);
    expect(wait({ 'retry-after': 'soon' })).toBe(1234);
    expect(wait({ 'retry-after': '-5' })).not.toBeLessThan(0);
    expect(wait({ 'retry-after': '999999999' })).toBe(3_600_000);
  });
});
