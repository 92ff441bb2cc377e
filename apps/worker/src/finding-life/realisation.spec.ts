import { describe, expect, it } from '@jest/globals';
import { realisationOf, type BillAround, type Realisation } from './realisation.js';

const days = (count: number, amount: string): string[] => Array.from({ length: count }, () => amount);
const of = (before: string[], after: string[], coveredDays: number): BillAround => ({ before, after, coveredDays });

describe('whether a saving shows on the bill (CF-49)', () => {
  const cases: readonly (readonly [string, string | null, BillAround, Partial<Realisation>])[] = [
    ['the resource is gone from a bill that goes on', '30.44', of(days(14, '1'), [], 7), { outcome: 'realised', monthly: '30.44', dailyAfter: '0' }],
    ['a smaller one costs a part', '15', of(days(10, '1'), days(10, '0.4'), 10), { outcome: 'realised', monthly: '15' }],
    ['it fell by less than promised, but by more than half', '30', of(days(10, '1'), days(10, '0.5'), 10), { outcome: 'realised', monthly: '15.22' }],
    ['it fell by more than the finding counted for: another finding claims the rest', '10', of(days(10, '1'), [], 10), { outcome: 'realised', monthly: '10' }],
    ['it fell by less than half', '30.44', of(days(10, '1'), days(10, '0.6'), 10), { outcome: 'not-fallen' }],
    ['it rose', '30.44', of(days(10, '1'), days(10, '2'), 10), { outcome: 'not-fallen' }],
    ['the bill tells of six days only', '30.44', of(days(14, '1'), [], 6), { outcome: 'not-yet', because: 'too-few-days' }],
    ['the bill never knew it', '30.44', of([], [], 30), { outcome: 'not-yet', because: 'no-baseline' }],
    ['nothing counted (hygiene, superseded)', null, of(days(14, '1'), [], 30), { outcome: 'not-yet', because: 'no-saving' }],
    ['it counted for nothing', '0', of(days(14, '1'), [], 30), { outcome: 'not-yet', because: 'no-saving' }],
  ];
  it.each(cases)('%s', (_, counted, around, expected) => {
    expect(realisationOf(counted, around)).toMatchObject(expected);
  });

  it('is exact: no float takes part', () => {
    expect(realisationOf('3.044', of(days(3, '0.1'), [], 7))).toMatchObject({ monthly: '3.044', dailyBefore: '0.1' });
  });
});
