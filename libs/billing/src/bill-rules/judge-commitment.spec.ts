import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exact } from '@vitrine/contracts';
import { commitmentRules, type NamedUsage } from './commitment-rules.js';
import { judgeCommitment, type CommittableUsage } from './judge-commitment.js';

const [aws] = commitmentRules;
if (aws === undefined) throw new Error('there are rules');
const window = { start: 20_000, end: 20_090 };
const usage = (more: Partial<CommittableUsage> = {}): CommittableUsage => ({
  provider: 'AWS',
  accountId: '111122223333',
  currency: 'USD',
  hourly: true,
  moments: 720,
  level: '0.5',
  taken: '342',
  onDemand: '500',
  committed: '0',
  unsaid: '0',
  waste: '60',
  wasteResources: 2,
  committedList: null,
  meters: ['EUW1-BoxUsage:m5.large'],
  ...more,
});
const judged = (more: Partial<CommittableUsage> = {}, at = window): ReturnType<typeof judgeCommitment> => judgeCommitment(aws, usage(more), at);

describe('advice on commitments, on what stays once waste is gone (issue 4 §4)', () => {
  it('says what to commit to, how much of it would have been used, and above which discount it pays', () => {
    expect(judged()).toMatchObject({
      verdict: 'fail',
      costNowMonthly: '365.28',
      evidence: {
        commitment: { commitPerHour: '0.5', usedShare: '0.95', breakEvenDiscount: '0.05', wasteMonthly: '60.88', wasteResources: 2, ownDiscount: null },
      },
    });
  });

  it('claims no saving: what one or three years cost is on no bill, and unknown is not zero', () => {
    expect(judged()).toMatchObject({ savingGrossMonthly: null, savingRealisableMonthly: null, bound: null });
    expect(judged()?.evidence.commitment?.offers.map(({ discount }) => discount)).toEqual([null, null]);
  });

  it('tells what the account’s own commitments took off the list, where the bill says the list price of all of them', () => {
    const own = (committedList: string | null): string | null | undefined => judged({ committed: '50', committedList })?.evidence.commitment?.ownDiscount;
    expect(own('80')).toBe('0.375');
    expect(own(null)).toBeNull();
    expect(own('0')).toBeNull();
  });

  it('says of a bill by the day that it does not know the hours, and divides by them', () => {
    const daily = judged({ hourly: false, moments: 30, level: '12', taken: '342' });
    expect(daily).toMatchObject({ costNowMonthly: '365.28', evidence: { commitment: { granularity: 'day', commitPerHour: '0.5', usedShare: '0.95' } } });
    const about = (found: typeof daily): boolean => found?.evidence.assumptions.some((text) => text.includes('hours within a day')) ?? false;
    expect([about(daily), about(judged())]).toEqual([true, false]);
  });

  it('is silent where most is committed already, where nothing runs all the time, and below what is worth a promise', () => {
    expect(judged({ committed: '1200' })).toBeNull();
    expect(judged({ level: '0', taken: '0' })).toBeNull();
    expect(judged({ level: '0.068', taken: '40' })).toBeNull();
    expect(judged({ level: '0.069', taken: '40' })?.verdict).toBe('fail');
    expect(judged({ onDemand: '49', waste: '0' }, { start: 20_061, end: 20_090 })?.verdict).toBe('undetermined');
    expect(judged({ onDemand: '47', waste: '0' }, { start: 20_061, end: 20_090 })).toBeNull();
  });

  it('does not judge a short bill, nor one that does not say how usage was priced: it may be committed already', () => {
    expect(judged({}, { start: 20_061, end: 20_090 })).toMatchObject({ verdict: 'undetermined', reason: 'window-too-short', costNowMonthly: null });
    expect(judged({ unsaid: '0.01' })).toMatchObject({ verdict: 'undetermined', reason: 'pricing-not-told', savingGrossMonthly: null });
  });

  it('never calls more than all of a commitment used, nor a break-even below nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 30, maxLength: 30 }), (costs) => {
        const level = [...costs].sort((a, b) => b - a)[26] ?? 0;
        const taken = costs.reduce((sum, cost) => sum + Math.min(cost, level), 0);
        const found = judged({
          hourly: false,
          moments: 30,
          level: String(level),
          taken: String(taken),
          onDemand: String(costs.reduce((sum, cost) => sum + cost, 0)),
        });
        const { usedShare = '1', breakEvenDiscount = '0' } = found?.evidence.commitment ?? {};
        expect(exact(usedShare).lte(1) && exact(usedShare).gte('0.9') && exact(breakEvenDiscount).gte(0)).toBe(true);
        expect(exact(usedShare).plus(breakEvenDiscount).toNumber()).toBeCloseTo(1, 3);
      }),
    );
  });
});

describe('what a flexible commitment can cover', () => {
  const coveredBy = (provider: string, meter: string, service = 'x'): string[] =>
    commitmentRules.filter((rule) => rule.covers({ provider, service, meter } satisfies NamedUsage)).map(({ id }) => id);

  it.each([
    'BoxUsage:m5.large',
    'EUW1-BoxUsage:m5.large',
    'USE1-Fargate-vCPU-Hours:perCPU',
    'EU-Lambda-GB-Second',
    '$0.34 per On Demand Linux c5.2xlarge Instance Hour',
  ])('AWS: %s', (meter) => {
    expect(coveredBy('AWS', meter)).toEqual(['bill.aws-commitment-gap']);
  });

  it.each([
    'EUW1-SpotUsage:m5.large',
    'EUW1-EBS:VolumeUsage.gp3',
    'EUW1-DataTransfer-Out-Bytes',
    'EUW1-NatGateway-Hours',
    'EUW1-UnusedBox:m5.large',
    'Lambda-Requests',
  ])('AWS: not %s', (meter) => {
    expect(coveredBy('AWS', meter)).toEqual([]);
  });

  it('Azure: machines, and neither spot ones nor what else a machine has', () => {
    expect(coveredBy('Microsoft', 'D2s v5', 'Virtual Machines')).toEqual(['bill.azure-commitment-gap']);
    expect(coveredBy('Microsoft', 'D2s v5 Spot', 'Virtual Machines')).toEqual([]);
    expect(coveredBy('Microsoft', 'P10 LRS Disk', 'Storage')).toEqual([]);
  });

  it('Google: processors and memory, and neither preemptible ones nor accelerators', () => {
    for (const meter of ['N2 Instance Core running in Belgium', 'E2 Instance Ram running in EMEA'])
      expect(coveredBy('Google Cloud', meter)).toEqual(['bill.gcp-commitment-gap']);
    for (const meter of ['Spot Preemptible N2 Instance Core running in Belgium', 'Nvidia Tesla T4 GPU running in Belgium', 'SSD backed PD Capacity in Belgium'])
      expect(coveredBy('Google Cloud', meter)).toEqual([]);
  });

  it('no cloud’s usage is another’s', () => {
    expect(coveredBy('Oracle', 'BoxUsage:m5.large', 'Virtual Machines')).toEqual([]);
  });
});
