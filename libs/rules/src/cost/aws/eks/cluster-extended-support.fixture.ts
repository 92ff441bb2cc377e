import type { AwsEksCluster, AwsEksClusterVersion } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const cluster = (more: Partial<AwsEksCluster> = {}): AwsEksCluster => ({
  clusterName: 'shop',
  clusterArn: 'arn:aws:eks:eu-central-1:111122223333:cluster/shop',
  version: '1.30',
  state: 'ACTIVE',
  createTime: '2024-06-01T08:00:00.000Z',
  supportType: 'EXTENDED',
  tags: {},
  ...more,
});
const ends = (standardSupportEnds: string | null): { calendar: AwsEksClusterVersion[] } => ({
  calendar: [{ version: '1.30', standardSupportEnds, extendedSupportEnds: null }],
});
const over = ends('2025-07-23T00:00:00.000Z');

export const awsEksClusterExtendedSupportFixture: RuleFixture<AwsEksCluster> = {
  fail: [
    { title: 'past standard support', item: cluster(), lookups: over, facts: { daysLeft: -487, charged: true } },
    { title: 'two months before the end', item: cluster(), lookups: ends('2027-01-21T00:00:00.000Z'), facts: { daysLeft: 60, charged: false } },
  ],
  pass: [{ title: 'a version of this year', item: cluster(), lookups: ends('2027-07-23T00:00:00.000Z') }],
  notApplicable: [
    { title: 'is upgraded by EKS when the time comes', item: cluster({ supportType: 'STANDARD' }), lookups: over, because: /upgraded/ },
    { title: 'on its way out', item: cluster({ state: 'DELETING' }), lookups: over, because: /DELETING/ },
  ],
  undetermined: [
    { title: 'a version that the calendar does not have', item: cluster({ version: '1.99' }), lookups: over, reason: 'unavailable' },
    { title: 'a version without an end so far', item: cluster(), lookups: ends(null), reason: 'unavailable' },
  ],
};
