import { describe, expect, it } from '@jest/globals';
import type { BenchRow } from './bench-row.js';
import { median, ratioOf, tableText, verdictOf } from './table.js';

const row = (more: Partial<BenchRow> = {}): BenchRow => ({
  row: 'volumes',
  figure: 'CPU',
  measured: { value: 3, unit: 'CPU-s' },
  baseline: { value: 6, unit: 'CPU-s' },
  bar: { atMost: 1 },
  ...more,
});

describe('the arithmetic of the bench table', () => {
  it('holds the ratio against the bar where there is a baseline, because absolute numbers are the machine’s', () => {
    expect(ratioOf(row())).toBe(0.5);
    expect(verdictOf(row())).toBe('met');
    expect(verdictOf(row({ measured: { value: 6.1, unit: 'CPU-s' } }))).toBe('missed');
  });

  it('counts the bar itself as met, from either side', () => {
    expect(verdictOf(row({ measured: { value: 6, unit: 'CPU-s' } }))).toBe('met');
    expect(verdictOf(row({ bar: { atLeast: 0.5 } }))).toBe('met');
    expect(verdictOf(row({ bar: { atLeast: 0.51 } }))).toBe('missed');
  });

  it('holds the value itself against the bar where a figure stands alone', () => {
    const memory = row({ measured: { value: 250, unit: 'MB' }, baseline: null, bar: { atMost: 256 } });
    expect(verdictOf(memory)).toBe('met');
    expect(verdictOf({ ...memory, measured: { value: 257, unit: 'MB' } })).toBe('missed');
  });

  it('never calls a bar met when there is nothing to hold against it', () => {
    expect(verdictOf(row({ baseline: { value: 0, unit: 'CPU-s' } }))).toBe('unknown');
    expect(verdictOf(row({ measured: { value: Number.NaN, unit: 'CPU-s' } }))).toBe('unknown');
    expect(ratioOf(row({ baseline: { value: 0, unit: 'CPU-s' } }))).toBeNull();
  });

  it('takes the middle of the rounds, so that one noisy round decides nothing', () => {
    expect(median([9, 1, 2])).toBe(2);
    expect(median([1, 2, 3, 100])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('prints a figure that has no bar without a verdict, and a missed bar so that it is seen', () => {
    const lines = tableText([row({ bar: null }), row({ measured: { value: 12, unit: 'CPU-s' }, notes: '100 pages' })]).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]?.split('|').map((cell) => cell.trim())).toEqual(['', 'volumes', 'CPU', '3 CPU-s', '6 CPU-s', '0.5', '', '', '', '']);
    expect(lines[3]?.split('|').map((cell) => cell.trim())).toEqual(['', 'volumes', 'CPU', '12 CPU-s', '6 CPU-s', '2', '≤ 1', 'NO', '100 pages', '']);
  });
});
