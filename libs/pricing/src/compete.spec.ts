import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actionGroupSchema, exact } from '@vitrine/contracts';
import { compete, type Competitor } from './index.js';

const finding = (fingerprint: string, actionGroup: Competitor['actionGroup'], gross: string | null, more: Partial<Competitor> = {}): Competitor => ({
  fingerprint,
  resource: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1',
  actionGroup,
  currency: gross === null ? null : 'USD',
  costNow: gross === null ? null : '100',
  gross,
  realisable: gross,
  ...more,
});
const by = (competed: ReturnType<typeof compete>, fingerprint: string) => competed.find((each) => each.fingerprint === fingerprint);

describe('compete: savings of one resource', () => {
  it('counts only idle where an instance is idle and oversized (cost.md §2.6, 5)', () => {
    const competed = compete([finding('oversized', 'resize', '50'), finding('idle', 'terminate', '100')]);
    expect(by(competed, 'idle')).toMatchObject({ superseded: false, gross: '100' });
    expect(by(competed, 'oversized')).toMatchObject({ superseded: true, gross: null });
  });

  it('counts resize and modernise together where they save more than ending it', () => {
    const competed = compete([finding('r', 'resize', '50'), finding('m', 'modernise', '20'), finding('t', 'terminate', '60')]);
    expect(competed.map((each) => each.superseded)).toEqual([false, false, true]);
  });

  it('counts one finding per action, the larger one, so two rules never sell the same saving twice', () => {
    const competed = compete([finding('own-rule', 'terminate', '80'), finding('provider-advice', 'terminate', '90')]);
    expect(by(competed, 'provider-advice')?.superseded).toBe(false);
    expect(by(competed, 'own-rule')?.superseded).toBe(true);
  });

  it('cuts savings down to what the resource costs and flags it', () => {
    const competed = compete([finding('r', 'resize', '80'), finding('m', 'modernise', '40', { realisable: '40' })]);
    expect(by(competed, 'r')).toMatchObject({ gross: '80', capped: false });
    expect(by(competed, 'm')).toMatchObject({ gross: '20', realisable: '20', capped: true });
  });

  it('lets a finding without a number neither win nor lose', () => {
    expect(compete([finding('unknown', 'terminate', null), finding('r', 'resize', '10')]).map((each) => each.superseded)).toEqual([false, false]);
  });

  it('lets commitments and identity findings stand apart', () => {
    expect(compete([finding('c', 'commit', '100'), finding('i', 'identity', null), finding('t', 'terminate', '100')]).every((each) => !each.superseded)).toBe(
      true,
    );
  });

  it('compares nothing across resources or currencies', () => {
    const competed = compete([
      finding('a', 'terminate', '10'),
      finding('b', 'resize', '5', { resource: 'other' }),
      finding('c', 'resize', '5', { currency: 'EUR' }),
    ]);
    expect(competed.every((each) => !each.superseded)).toBe(true);
  });
});

describe('compete: properties', () => {
  const anyFinding = fc.record({
    resource: fc.constantFrom('r1', 'r2', 'r3'),
    actionGroup: fc.constantFrom(...actionGroupSchema.options.filter((group) => group !== 'commit' && group !== 'identity')),
    gross: fc.option(fc.integer({ min: 0, max: 200 }).map(String)),
  });
  const many = fc
    .array(anyFinding, { maxLength: 12 })
    .map((all) => all.map((each, index) => finding(`f${String(index)}`, each.actionGroup, each.gross, { resource: each.resource })));

  it('never lets Σ saving exceed Σ cost of a resource (kubecost#1738, cost.md §2.6, 1)', () => {
    fc.assert(
      fc.property(many, (all) => {
        const counted = compete(all);
        for (const resource of ['r1', 'r2', 'r3']) {
          const own = new Set(all.filter((each) => each.resource === resource).map((each) => each.fingerprint));
          const sum = counted.filter((each) => own.has(each.fingerprint)).reduce((total, each) => total.plus(exact(each.gross ?? '0')), exact('0'));
          expect(sum.lte(exact('100'))).toBe(true);
        }
      }),
    );
  });

  it('decides the same in whatever order the findings came', () => {
    const sorted = (all: readonly Competitor[]) => compete(all).sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
    fc.assert(fc.property(many, (all) => expect(sorted([...all].reverse())).toEqual(sorted(all))));
  });
});
