import { describe, expect, it } from '@jest/globals';
import { knownBefore, mergedRows, proofsPage, rowsOfPage } from './proofs-page.js';
import type { ProvenRow } from './run-proof.js';

const row = (more: Partial<ProvenRow>): ProvenRow => ({
  promise: 'references-only',
  id: 'a',
  attack: 'a | b',
  expected: 'refused',
  seen: '0 of 3',
  mutation: 'without it: 3 of 3',
  verdict: 'held',
  seconds: 0,
  again: false,
  ...more,
});

describe('the page of the proofs', () => {
  it('says all that a later run needs to throw again what did not hold', () => {
    const rows = [
      row({ promise: 'tenants-never-meet', id: 'b', verdict: 'cannot-fail' }),
      row({}),
      row({ id: 'c', again: true }),
      row({ id: 'd', verdict: 'not-run', mutation: '' }),
    ];
    expect(rowsOfPage(proofsPage(rows))).toEqual(rows);
  });

  it('keeps a red row until its proof was thrown again, since a run that is cut off must not lose it; only what ran before ran again', () => {
    const [red, other] = [row({ verdict: 'broken' }), row({ id: 'b' })];
    expect(mergedRows(['a', 'b'], [red], [other])).toEqual([red, other]);
    expect(mergedRows(['a', 'b'], [red], [row({})])).toEqual([row({ again: true })]);
  });

  it('puts a row that was thrown by itself in the place of the old one, which is no second try where the old one held', () => {
    const [a, b] = [row({}), row({ id: 'b' })];
    expect(mergedRows(['a', 'b'], [a, b], [row({ id: 'b', seen: '0 of 5' })])).toEqual([a, row({ id: 'b', seen: '0 of 5' })]);
    expect(mergedRows(['a'], [row({ again: true })], [row({ seen: '0 of 5' })])).toEqual([row({ seen: '0 of 5', again: true })]);
  });

  it('says "run again" only of what had not held before the run: rows that the run itself wrote a moment ago are no earlier try', () => {
    const [a, b, c] = [row({ verdict: 'broken' }), row({ id: 'b' }), row({ id: 'c' })];
    const ids = ['a', 'b', 'c'];
    // The first of two was red and is written; then the second, which held all along; somebody else wrote `c` meanwhile.
    const first = mergedRows(ids, knownBefore([a, b, c], [a, b, c], [row({})]), [row({})]);
    const others = first.map((each) => (each.id === 'c' ? row({ id: 'c', seen: 'another run' }) : each));
    const thrown = [row({}), row({ id: 'b', seen: '0 of 5' })];
    expect(mergedRows(ids, knownBefore([a, b, c], others, thrown), thrown)).toEqual([
      row({ again: true }),
      row({ id: 'b', seen: '0 of 5' }),
      row({ id: 'c', seen: 'another run' }),
    ]);
    const red = row({ id: 'b', verdict: 'broken' });
    expect(mergedRows(ids, knownBefore([a, b, c], [row({}), red, c], [red]), [red])).toContainEqual({ ...red, again: false });
  });

  it('names no proof that is no more, since nobody could throw it', () => {
    expect(mergedRows(['b'], [row({}), row({ id: 'b' })], [])).toEqual([row({ id: 'b' })]);
  });

  it('adds up the jobs of the rows that count them, and says nothing where none does', () => {
    const faults = [
      row({ promise: 'nothing-lost-nothing-doubled', seen: '492 jobs, 0 lost, 0 doubled, 3 re-executed' }),
      row({ promise: 'nothing-lost-nothing-doubled', id: 'b', seen: '984 jobs, 1 lost, 2 doubled, 0 re-executed', verdict: 'broken' }),
    ];
    const page = proofsPage([row({}), ...faults]);
    expect(page).toContain('In all 1476 jobs at the standing guard: 1 lost, 2 doubled.');
    expect(page.match(/In all/g)).toHaveLength(1);
    expect(rowsOfPage(page)).toEqual([row({}), ...faults]);
  });

  it('tells which rows held only when they were thrown again', () => {
    expect(proofsPage([row({ again: true })])).toContain('| held, run again |');
  });
});
