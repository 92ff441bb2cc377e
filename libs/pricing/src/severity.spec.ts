import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effortSchema, severities } from '@vitrine/contracts';
import { confidenceOf, persistentSeverity, severityOf } from './index.js';

describe('severityOf (CF-42)', () => {
  it.each([
    ['500', 'critical'],
    ['499.99', 'high'],
    ['100', 'high'],
    ['99.999999', 'medium'],
    ['20', 'medium'],
    ['19.99', 'low'],
    ['0', 'low'],
  ])('calls %s a month %s when it is easy', (monthly, severity) => {
    expect(severityOf({ monthly, effort: 'VeryLow', ruleSeverity: 'low' })).toBe(severity);
  });

  it('puts hard work one step lower and very hard work two, because High means large saving at low risk', () => {
    expect(severityOf({ monthly: '600', effort: 'High', ruleSeverity: 'low' })).toBe('high');
    expect(severityOf({ monthly: '600', effort: 'VeryHigh', ruleSeverity: 'low' })).toBe('medium');
    expect(severityOf({ monthly: '1', effort: 'VeryHigh', ruleSeverity: 'low' })).toBe('low');
  });

  it('keeps the rule’s own severity where no number decides', () => {
    expect(severityOf({ monthly: null, effort: 'VeryHigh', ruleSeverity: 'high' })).toBe('high');
  });

  it('takes an organization’s own thresholds', () => {
    expect(severityOf({ monthly: '20', effort: 'Low', ruleSeverity: 'low', thresholds: { critical: '20', high: '10', medium: '5' } })).toBe('critical');
  });

  it('never rises when the saving falls or the effort grows', () => {
    const rank = (monthly: number, effort: (typeof effortSchema.options)[number]): number =>
      severities.indexOf(severityOf({ monthly: String(monthly), effort, ruleSeverity: 'low' }));
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.constantFrom(...effortSchema.options), fc.constantFrom(...effortSchema.options), (a, b, x, y) => {
        const easier = effortSchema.options.indexOf(x) <= effortSchema.options.indexOf(y) ? x : y;
        const harder = easier === x ? y : x;
        expect(rank(Math.min(a, b), harder)).toBeLessThanOrEqual(rank(Math.max(a, b), easier));
      }),
    );
  });
});

describe('persistentSeverity', () => {
  const at = new Date('2026-11-22T00:00:00Z');
  it('keeps a first sighting at medium, because one scan may have met a moment', () => {
    expect(persistentSeverity('critical', { firstSeenAt: at, at })).toBe('medium');
    expect(persistentSeverity('low', { firstSeenAt: at, at })).toBe('low');
  });
  it('lets it rise once it was seen 24 hours ago too', () => {
    expect(persistentSeverity('critical', { firstSeenAt: new Date('2026-11-21T00:00:00Z'), at })).toBe('critical');
  });
});

describe('confidenceOf (CF-43)', () => {
  it('is high for state and bill, medium for metrics, and one step lower on sparse billing', () => {
    expect(confidenceOf({ basis: 'state', billedDays: 30 })).toBe('high');
    expect(confidenceOf({ basis: 'metrics', billedDays: 30 })).toBe('medium');
    expect(confidenceOf({ basis: 'state', billedDays: 6 })).toBe('medium');
    expect(confidenceOf({ basis: 'metrics', billedDays: 6 })).toBe('low');
  });
});
