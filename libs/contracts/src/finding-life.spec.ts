import { describe, expect, it } from '@jest/globals';
import { isLive, isSettled, mayStep } from './finding-life.js';
import { findingStatuses, type FindingStatus } from './verdicts.js';

/** Written out a second time on purpose: what is not here is refused. */
const allowed: Readonly<Record<FindingStatus, { readonly person: readonly FindingStatus[]; readonly audit: readonly FindingStatus[] }>> = {
  open: { person: ['open', 'acknowledged', 'planned', 'waived'], audit: ['excluded', 'resolved'] },
  acknowledged: { person: ['open', 'acknowledged', 'planned', 'waived'], audit: ['excluded', 'resolved'] },
  planned: { person: ['open', 'acknowledged', 'planned', 'waived'], audit: ['excluded', 'resolved'] },
  waived: { person: ['open', 'acknowledged', 'planned', 'waived'], audit: ['open', 'excluded', 'resolved'] },
  excluded: { person: [], audit: ['open', 'resolved'] },
  resolved: { person: [], audit: ['realised', 'relapsed'] },
  realised: { person: [], audit: ['relapsed'] },
  relapsed: { person: ['relapsed', 'acknowledged', 'planned', 'waived'], audit: ['excluded', 'resolved'] },
};

describe('the life of a finding', () => {
  const cases = findingStatuses.flatMap((from) => findingStatuses.flatMap((to) => (['person', 'audit'] as const).map((mover) => ({ from, to, mover }))));

  it.each(cases)('$from to $to by $mover', ({ from, to, mover }) => {
    expect(mayStep(from, to, mover)).toBe(allowed[from][mover].includes(to));
  });

  it('is live or over, never both; waived and excluded ones are neither', () => {
    expect(findingStatuses.filter(isLive)).toEqual(['open', 'acknowledged', 'planned', 'relapsed']);
    expect(findingStatuses.filter(isSettled)).toEqual(['resolved', 'realised']);
  });
});
