import { describe, expect, it } from '@jest/globals';
import { checkTiming, jitterOf, nextRun, upcomingRuns } from './timing.js';

const id = '0190a000-0000-7000-8000-000000000001';
const runs = (cron: string, timeZone: string, after: string, count: number): string[] =>
  upcomingRuns({ id, cron, timeZone, jitterSeconds: 0 }, new Date(after), count).map((run) => run.toISOString().slice(0, 16));

describe('the next run of a schedule', () => {
  it('is read in the zone of the schedule, not of the machine', () => {
    expect(runs('30 6 * * MON-FRI', 'Asia/Kolkata', '2026-11-20T00:00:00Z', 3)).toEqual(['2026-11-20T01:00', '2026-11-23T01:00', '2026-11-24T01:00']);
    expect(runs('0 2 1 * *', 'America/New_York', '2026-06-15T00:00:00Z', 2)).toEqual(['2026-07-01T06:00', '2026-08-01T06:00']);
  });

  it('of the hour that comes twice runs once, at its first coming', () => {
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 3)).toEqual(['2026-10-25T00:30', '2026-10-26T01:30', '2026-10-27T01:30']);
    expect(runs('30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', 2)).toEqual(['2026-11-01T05:30', '2026-11-02T06:30']);
  });

  it('of the hour that never comes runs at the end of the gap, and the day after at its hour again', () => {
    expect(runs('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 3)).toEqual(['2026-03-29T01:00', '2026-03-30T00:30', '2026-03-31T00:30']);
    expect(runs('15 0 * * *', 'America/Santiago', '2026-09-05T12:00:00Z', 2)).toEqual(['2026-09-06T04:00', '2026-09-07T03:15']);
  });

  it('two names for one instant are one run: an hour inside the gap and the hour after it', () => {
    expect(runs('0 2,3 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 3)).toEqual(['2026-03-29T01:00', '2026-03-30T00:00', '2026-03-30T01:00']);
  });

  it('goes on every half hour through the hour that comes twice, since a step follows the time that passes', () => {
    expect(runs('*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:59:00Z', 5)).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
    ]);
  });

  it('is one, however long nobody was there', () => {
    const timing = { id, cron: '0 * * * *', timeZone: 'UTC', jitterSeconds: 0 };
    expect(nextRun(timing, new Date('2026-11-22T10:17:00Z'))).toEqual(new Date('2026-11-22T11:00:00Z'));
    // The instant itself is past: a job that starts on its second does not start again.
    expect(nextRun(timing, new Date('2026-11-22T11:00:00Z'))).toEqual(new Date('2026-11-22T12:00:00Z'));
  });

  it('comes behind its hour by the schedule’s own delay, always the same, within the limit', () => {
    const timing = { id, cron: '0 2 * * *', timeZone: 'UTC', jitterSeconds: 600 };
    const delay = jitterOf(timing);
    expect(delay).toBeGreaterThan(0);
    expect(delay).toBeLessThanOrEqual(600);
    const [first, second] = upcomingRuns(timing, new Date('2026-11-22T00:00:00Z'), 2);
    expect((first?.getTime() ?? 0) - Date.parse('2026-11-22T02:00:00Z')).toBe(delay * 1_000);
    expect((second?.getTime() ?? 0) - (first?.getTime() ?? 0)).toBe(86_400_000);
    // Asked between the hour and the delayed run, that run is still to come; asked at it, it is past.
    expect(nextRun(timing, new Date('2026-11-22T02:00:00Z'))).toEqual(first);
    expect(nextRun(timing, first ?? new Date(0))).toEqual(second);
    const delays = new Set(Array.from({ length: 200 }, (_, n) => jitterOf({ id: `${id}${String(n)}`, jitterSeconds: 600 })));
    expect(delays.size).toBeGreaterThan(100);
    expect(jitterOf({ id, jitterSeconds: 0 })).toBe(0);
  });
});

describe('what a schedule may be', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  it.each(['0 2 * * *', '*/15 * * * *', '5,35 0-6 1-7 JAN-MAR MON', '0 0 29 2 *', '0 0 * * 7'])('takes %s', (cron) => {
    expect(checkTiming({ cron, timeZone: 'Europe/Berlin' }, now)).toBeNull();
  });

  it.each([
    ['* * * *', 'invalid-cron'],
    ['* * * * * *', 'invalid-cron'],
    ['61 * * * *', 'invalid-cron'],
    ['@daily', 'invalid-cron'],
    ['0 0 L * *', 'invalid-cron'],
    ['0 0 * * 1#2', 'invalid-cron'],
    ['0  0 * * *', 'invalid-cron'],
    ['0 0 * * FOO', 'invalid-cron'],
    ['0 0 30 2 *', 'never-runs'],
    ['* * * * *', 'too-frequent'],
    ['0,10 3 * * *', 'too-frequent'],
    [`${'1,'.repeat(40)}1 * * * *`, 'invalid-cron'],
  ])('refuses %s: %s', (cron, fault) => {
    expect(checkTiming({ cron, timeZone: 'UTC' }, now)).toBe(fault);
  });

  it.each(['Mars/Base', '+02:00', '', 'UTC ', '../etc'])('refuses the zone %p', (timeZone) => {
    expect(checkTiming({ cron: '0 2 * * *', timeZone }, now)).toBe('invalid-time-zone');
  });
});
