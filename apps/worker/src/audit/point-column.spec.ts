import { describe, expect, it } from '@jest/globals';
import { PointColumn } from './point-column.js';

describe('the points of a series', () => {
  it('come back as they were added, over any number of pages, since a rule judges the whole window', () => {
    const points = Array.from({ length: 500 }, (_, hour) => ({ at: new Date(Date.UTC(2026, 10, 1, hour)).toISOString(), value: hour / 3 }));
    const column = new PointColumn();
    for (const page of [points.slice(0, 1), [], points.slice(1, 170), points.slice(170)]) column.add(page);
    expect([...column]).toEqual(points.map(({ at, value }) => ({ at: Date.parse(at), value })));
  });

  it('are none where none came', () => {
    expect([...new PointColumn()]).toEqual([]);
  });
});
