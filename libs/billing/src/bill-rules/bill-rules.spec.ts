import { describe, expect, it } from '@jest/globals';
import type { BilledMeter, BilledThing, BillWindow } from './bill-rule.js';
import { billRules } from './bill-rules.js';
import type { BillOpportunity } from './bill-opportunity.js';
import { judgeThing } from './judge-thing.js';

const END = 20_000;
const window: BillWindow = { start: END - 90, end: END, bytesUnattributed: new Set() };
const daily = (from = END - 90, to = END): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const meter = (name: string, over: Partial<BilledMeter> = {}): BilledMeter => ({
  name,
  unusedCommitment: false,
  days: daily(),
  cost: '30',
  committedCost: '0',
  ...over,
});
const thing = (...meters: BilledMeter[]): BilledThing => ({
  key: 'arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-1',
  provider: 'AWS',
  accountId: '111122223333',
  region: 'eu-west-1',
  serviceName: 'AmazonVPC',
  currency: 'USD',
  meters,
});
function judged(of: BilledThing, at: BillWindow = window): Partial<Record<string, BillOpportunity>> {
  return Object.fromEntries(billRules.flatMap((rule) => judgeThing(rule, of, at) ?? []).map((found) => [found.ruleId, found]));
}
const GATEWAY = 'bill.gateway-without-bytes';

describe('rules that need the bill alone', () => {
  it('are five, each of a name of its own', () => {
    expect(new Set(billRules.map(({ id }) => id)).size).toBe(5);
  });

  it('an unused commitment is gross money of which nothing is realisable, since it is paid until it ends', () => {
    const { 'bill.commitment-unused': found } = judged(thing(meter('EU-BoxUsage:m5.large', { unusedCommitment: true, cost: '60', committedCost: '60' })));
    expect(found).toMatchObject({ verdict: 'fail', savingGrossMonthly: '60.88', savingRealisableMonthly: '0', bound: 'exact' });
  });

  it.each(['EU-ExtendedSupport:Yr1-Yr2:MySQL5.7', 'EUW1-AmazonEKS-Hours:extendedSupport', 'Extended Security Updates'])('%s is a surcharge', (name) => {
    expect(judged(thing(meter(name)))).toMatchObject({ 'bill.extended-support': { verdict: 'fail', savingRealisableMonthly: '30.44' } });
  });

  it.each(['EU-EBS:VolumeUsage.gp2', 'EU-BoxUsage:m4.large', 'EU-InstanceUsage:db.t2.micro', 'Virtual Machines / Dv2 Series / D2 v2'])(
    '%s is superseded',
    (name) => {
      expect(judged(thing(meter(name)))['bill.generation-superseded']?.verdict).toBe('fail');
    },
  );

  it.each(['EU-EBS:VolumeUsage.gp3', 'EU-BoxUsage:m5.large', 'EU-BoxUsage:t3.medium', 'Virtual Machines / Dsv5 Series / D2s v5', 'EU-BoxUsage:m6i.4xlarge'])(
    '%s is not',
    (name) => {
      expect(judged(thing(meter(name)))).toEqual({});
    },
  );

  it('an old machine has a cost and no invented saving, gp2 an estimated one', () => {
    expect(judged(thing(meter('EU-BoxUsage:m4.large')))['bill.generation-superseded']).toMatchObject({ costNowMonthly: '30.44', savingGrossMonthly: null });
    expect(judged(thing(meter('EU-EBS:VolumeUsage.gp2')))['bill.generation-superseded']).toMatchObject({ savingGrossMonthly: '6.088', bound: 'estimate' });
  });

  it('an idle address is billed by a meter of its own; one in use is not', () => {
    expect(judged(thing(meter('EU-ElasticIP:IdleAddress')))['bill.address-idle']?.savingGrossMonthly).toBe('30.44');
    expect(judged(thing(meter('EU-PublicIPv4:InUseAddress')))).toEqual({});
  });

  describe('gateway hours without bytes', () => {
    const hours = meter('EUW1-NatGateway-Hours');
    it('fails with no byte on 85 of 90 days, also with a few days of use', () => {
      expect(judged(thing(hours))).toMatchObject({ [GATEWAY]: { verdict: 'fail', savingGrossMonthly: '30.44' } });
      expect(judged(thing(hours, meter('EUW1-NatGateway-Bytes', { days: daily(END - 5), cost: '1' })))[GATEWAY]?.verdict).toBe('fail');
    });
    it('passes with bytes on six of them', () => {
      expect(judged(thing(hours, meter('EUW1-NatGateway-Bytes', { days: daily(END - 6), cost: '1' })))).toEqual({});
    });
    it('does not judge what a short bill leaves open, and passes what it rules out', () => {
      const month = { ...window, start: END - 30 };
      expect(judged(thing({ ...hours, days: daily(END - 30) }), month)[GATEWAY]).toMatchObject({
        verdict: 'undetermined',
        reason: 'window-too-short',
        savingGrossMonthly: null,
      });
      expect(judged(thing({ ...hours, days: daily(END - 30) }, meter('NatGateway-Bytes', { days: daily(END - 30) })), month)).toEqual({});
    });
    it('never calls the unseen idle: bytes that the bill gives to no resource may be this one’s', () => {
      const unseen = { ...window, bytesUnattributed: new Set(['111122223333 AmazonVPC']) };
      expect(judged(thing(hours), unseen)[GATEWAY]).toMatchObject({ verdict: 'undetermined', reason: 'bytes-not-per-resource' });
    });
    it('leaves out what is gone', () => {
      expect(judged(thing({ ...hours, days: daily(END - 90, END - 4) }))).toEqual({});
    });
  });

  it('what a commitment covers is gross and not realisable', () => {
    const found = judged(thing(meter('EU-ElasticIP:IdleAddress', { cost: '30', committedCost: '20' })));
    expect(found['bill.address-idle']).toMatchObject({ savingGrossMonthly: '30.44', savingRealisableMonthly: '10.146666666666666667' });
  });

  it('no saving is larger than what the thing costs, and credits never make one negative', () => {
    for (const cost of ['0', '-5', '0.000001', '12345.678'])
      for (const found of Object.values(judged(thing(meter('EU-EBS:VolumeUsage.gp2', { cost }), meter('NatGateway-Hours', { cost }))))) {
        expect(Number(found?.savingGrossMonthly)).toBeLessThanOrEqual(Number(found?.costNowMonthly));
        expect(Number(found?.savingGrossMonthly)).toBeGreaterThanOrEqual(0);
      }
  });
});
