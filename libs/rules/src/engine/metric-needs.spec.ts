import { describe, expect, it } from '@jest/globals';
import { findOperation, type MetricSpec } from '@vitrine/cloud-readers';
import { clouds } from '@vitrine/contracts';
import { metricAnswer, metricOperation, metricWindow } from './metric-needs.js';
import { percentile } from './percentile.js';

const spec: MetricSpec = {
  cloud: 'aws',
  namespace: 'AWS/EC2',
  name: 'CPUUtilization',
  statistic: 'Maximum',
  periodSeconds: 3600,
  windowDays: 1,
  absentMeansZero: false,
};
const at = new Date('2026-11-22T10:37:12.345Z');
const points = (hours: readonly number[]) =>
  hours.map((hour) => ({ at: new Date(Date.parse('2026-11-21T10:00:00Z') + hour * 3_600_000).toISOString(), value: hour }));

describe('metricWindow', () => {
  it('ends with the last complete period, since one that still runs would read as a small one', () => {
    expect(metricWindow(spec, at)).toEqual({ start: new Date('2026-11-21T10:00:00Z'), end: new Date('2026-11-22T10:00:00Z') });
    expect(metricWindow({ ...spec, periodSeconds: 86_400, windowDays: 30 }, at)).toEqual({
      start: new Date('2026-10-23T00:00:00Z'),
      end: new Date('2026-11-22T00:00:00Z'),
    });
  });
});

describe('metricAnswer', () => {
  const window = metricWindow(spec, at);

  it('says which share of the expected datapoints came', () => {
    expect(metricAnswer(points(Array.from({ length: 24 }, (_, hour) => hour)), spec, window).coverage).toBe(1);
    expect(metricAnswer(points([0, 1, 2, 3, 4, 5]), spec, window).coverage).toBe(0.25);
    expect(metricAnswer([], spec, window)).toMatchObject({ values: [], coverage: 0 });
  });

  it('counts a period once and only inside the window: repeats must not make a thin series look full', () => {
    const repeated = metricAnswer([...points([5]), ...points([5]), ...points([-1, 24, 30])], spec, window);
    expect(repeated).toMatchObject({ values: [5], coverage: 1 / 24 });
  });

  it('adds the parts of a sum and keeps the peak of a maximum, where a resource has several series', () => {
    expect(metricAnswer([...points([3]), ...points([3])], { ...spec, statistic: 'Sum' }, window).values).toEqual([6]);
    expect(metricAnswer([...points([3]), { ...points([3])[0]!, value: 9 }], spec, window).values).toEqual([9]);
    expect(metricAnswer([...points([3]), { ...points([3])[0]!, value: 9 }], { ...spec, statistic: 'Average' }, window).values).toEqual([6]);
    expect(metricAnswer([...points([3]), { ...points([3])[0]!, value: 9 }], { ...spec, statistic: 'Minimum' }, window).values).toEqual([3]);
  });

  it('puts values in order of time whatever order pages came in, and takes Google’s times for ends of periods', () => {
    expect(metricAnswer(points([4, 2, 3]), spec, window).values).toEqual([2, 3, 4]);
    const google = metricAnswer(points(Array.from({ length: 24 }, (_, hour) => hour + 1)), { ...spec, cloud: 'gcp' }, window);
    expect(google).toMatchObject({ coverage: 1 });
    expect(google.values.at(-1)).toBe(24);
  });
});

describe('percentile', () => {
  it('is a value that was observed', () => {
    expect(percentile([1, 2, 3, 4], 50)).toBe(2);
    expect(percentile([4, 1, 3, 2], 95)).toBe(4);
    expect(percentile([7], 1)).toBe(7);
  });
});

describe('metricOperation', () => {
  it('names a declared operation of every cloud', () => {
    for (const cloud of clouds) expect(findOperation(metricOperation[cloud])?.cloud).toBe(cloud);
  });
});
