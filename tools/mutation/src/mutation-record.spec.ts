import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordOf, recordWithoutGone, writeRecord, type MutationRecord } from './mutation-record.js';
import { leastOfSample } from './sample.js';
import { digestsOf, partsOf } from './source-files.js';
import type { Target } from './targets.js';

describe('the record of a full run', () => {
  let project: string;
  const target: Target = { sources: ['src/*.ts'], specs: ['src/*.spec.ts'], without: {}, database: false };
  const counts = { killed: 91, timeout: 0, survived: 9, uncovered: 0, ignored: 0, invalid: 0 };
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  const measured = (files: Record<string, typeof counts>, earlier: MutationRecord | undefined, date: string): MutationRecord =>
    writeRecord(project, { target: 'gate', files }, digestsOf(project, target), earlier, new Date(`${date}T23:00:00Z`));
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'vitrine-record-'));
    write('src/one.ts', '1');
    write('src/two.ts', '2');
    write('src/one.spec.ts', 'it');
    write('tools/mutation/records/.keep', '');
    measured({ 'src/one.ts': counts, 'src/two.ts': counts }, undefined, '2026-11-22');
  });
  afterEach(() => rmSync(project, { recursive: true }));
  const recorded = (): ReturnType<typeof recordOf> => recordOf(project, 'gate', target);

  it('speaks of the sources that it measured, with its date', () => {
    const file = { sha256: expect.any(String), specs: expect.any(String), date: '2026-11-22', ...counts };
    expect(recorded()).toEqual({
      record: {
        target: 'gate',
        score: 91,
        counts: { ...counts, killed: 182, survived: 18 },
        files: { 'src/one.ts': file, 'src/two.ts': file },
      },
      changed: [],
      specsChanged: false,
    });
  });

  it('is brought up to date by the files that changed, and keeps of the others what was measured of the same bytes', () => {
    write('src/one.ts', '1 ');
    write('src/three.ts', '3');
    rmSync(join(project, 'src/two.ts'));
    const better = { ...counts, killed: 100, survived: 0 };
    measured({ 'src/one.ts': better }, recorded()?.record, '2026-11-23');
    expect(recorded()).toMatchObject({ record: { score: 100, files: { 'src/one.ts': { date: '2026-11-23' } } }, changed: ['src/three.ts'] });
    measured({ 'src/three.ts': counts }, recorded()?.record, '2026-11-24');
    expect(recorded()).toMatchObject({ record: { score: 95.5, files: { 'src/one.ts': { killed: 100 }, 'src/three.ts': { killed: 91 } } }, changed: [] });
  });

  it('forgets a source that is gone without measuring anything, so that its mutants no longer lift or lower the score', () => {
    const poor = { ...counts, killed: 50, survived: 50 };
    measured({ 'src/one.ts': poor }, recorded()?.record, '2026-11-23');
    write('src/three.ts', '3');
    write('src/one.ts', '1 ');
    rmSync(join(project, 'src/two.ts'));
    const left = recordWithoutGone(project, 'gate', target, new Date('2026-11-24T23:00:00Z'));
    // What one.ts was measured as stays until it is measured again; that it has changed is still said.
    expect(left).toMatchObject({ record: { score: 50, files: { 'src/one.ts': { date: '2026-11-23' } } }, changed: ['src/one.ts', 'src/three.ts'] });
    expect(Object.keys(recorded()?.record.files ?? {})).toEqual(['src/one.ts']);
    expect(recordWithoutGone(project, 'crypto', target, new Date())).toBeUndefined();
  });

  it('names every source that is another one since: changed, new or gone, so that an old figure never stands for new code', () => {
    write('src/one.ts', '1 ');
    write('src/three.ts', '3');
    rmSync(join(project, 'src/two.ts'));
    expect(recorded()?.changed).toEqual(['src/one.ts', 'src/three.ts', 'src/two.ts']);
  });

  it('says when a spec is another one, for which a sample has to answer', () => {
    write('src/one.spec.ts', 'it.skip');
    expect(recorded()).toMatchObject({ changed: [], specsChanged: true });
    measured({ 'src/one.ts': counts }, recorded()?.record, '2026-11-23');
    // What one file was measured with says nothing about the other.
    expect(recorded()).toMatchObject({ changed: [], specsChanged: true });
    measured({ 'src/two.ts': counts }, recorded()?.record, '2026-11-23');
    expect(recorded()).toMatchObject({ changed: [], specsChanged: false });
  });

  it('is none where nothing was measured, or where what is there is no record', () => {
    expect(recordOf(project, 'crypto', target)).toBeUndefined();
    write('tools/mutation/records/gate.json', '{"score":100}');
    expect(recorded()).toBeUndefined();
  });
});

describe('the parts of a full run', () => {
  it('hold all files in their order, each part no larger than asked for where its files allow it: an interrupted run loses one part', () => {
    const sizes: Record<string, number> = { a: 4, b: 5, c: 2, d: 30, e: 1 };
    expect(partsOf(Object.keys(sizes), (file) => sizes[file] ?? 0, 10)).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });
});

describe('the bar of a sample', () => {
  it('is what a target of 90 % falls below by chance once in a hundred times: the smaller the sample, the lower', () => {
    expect(leastOfSample(40, 90)).toBeCloseTo(78.95, 1);
    expect(leastOfSample(340, 90)).toBeCloseTo(86.2, 1);
    expect(leastOfSample(1_000_000, 90)).toBeGreaterThan(89.9);
    expect(leastOfSample(0, 90)).toBe(100);
  });
});
