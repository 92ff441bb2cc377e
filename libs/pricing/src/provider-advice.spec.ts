import { describe, expect, it } from '@jest/globals';
import { compete, type Competitor, priceResource } from './index.js';

const finding = (fingerprint: string, more: Partial<Competitor> = {}): Competitor => ({
  fingerprint,
  resource: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-1',
  actionGroup: 'resize',
  currency: 'USD',
  costNow: '140',
  gross: '70',
  realisable: '70',
  ...more,
});
const counted = (...findings: Competitor[]): Record<string, string | null> =>
  Object.fromEntries(compete(findings).map(({ fingerprint, gross }) => [fingerprint, gross]));

describe('advice of a provider beside our own finding (issue 4 §2)', () => {
  it('is one opportunity with it: ours counts, however large theirs is', () => {
    const advice = finding('theirs', { gross: '99.5', advised: true });
    expect(counted(finding('ours'), advice)).toEqual({ ours: '70', theirs: null });
    expect(counted(advice, finding('ours'))).toEqual({ theirs: null, ours: '70' });
  });

  it('counts where ours has no number, and where we found nothing of that action', () => {
    const advice = finding('theirs', { gross: '99.5', advised: true });
    expect(counted(finding('ours', { gross: null }), advice)).toEqual({ ours: null, theirs: '99.5' });
    expect(counted(advice)).toEqual({ theirs: '99.5' });
  });

  it('is one opportunity with other advice on the same: three that say it are three evidences and one saving (cost.md §2.6, 4)', () => {
    const hub = finding('hub', { gross: '99.5', advised: true });
    const optimizer = finding('optimizer', { gross: '120', advised: true });
    expect(counted(hub, finding('ours'), optimizer)).toEqual({ hub: null, ours: '70', optimizer: null });
    expect(counted(hub, optimizer)).toEqual({ hub: null, optimizer: '120' });
    expect(counted(hub, finding('ours', { gross: null }), finding('optimizer', { gross: null, advised: true }))).toEqual({
      hub: '99.5',
      ours: null,
      optimizer: null,
    });
  });

  it('races with our findings of other actions like any other, and never past what the resource costs', () => {
    const stop = finding('stop', { actionGroup: 'terminate', gross: '140', realisable: '140' });
    expect(counted(stop, finding('theirs', { gross: '99.5', advised: true }))).toEqual({ stop: '140', theirs: null });
    expect(counted(finding('theirs', { gross: '999', advised: true }))).toEqual({ theirs: '140' });
  });
});

describe('the money of advice', () => {
  const priced = (saving: string | null): ReturnType<typeof priceResource> =>
    priceResource({ claim: { kind: 'provider', costNow: '3.2', saving, currency: 'USD' }, bills: [], prices: new Map(), basis: 'state' });

  it('is the provider’s own, and says so', () => {
    expect(priced('0.64')).toMatchObject({
      confidence: 'medium',
      saving: { method: 'PROVIDER', costNowMonthly: '3.2', savingGrossMonthly: '0.64', bound: 'estimate', price: { source: 'provider-advice' } },
    });
  });

  it('is unknown, not zero, where the provider names none', () => {
    expect(priced(null)).toMatchObject({ unpriced: 'no-price', saving: { savingGrossMonthly: null } });
  });
});
