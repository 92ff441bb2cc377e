import type { AwsOpensearchDomain } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const domain = (more: Partial<AwsOpensearchDomain> = {}): AwsOpensearchDomain => ({
  domainName: 'shop',
  domainArn: 'arn:aws:es:eu-central-1:111122223333:domain/shop',
  engineVersion: 'OpenSearch_2.11',
  deleted: false,
  processing: false,
  instanceType: 'r6g.large.search',
  instances: 2,
  warm: false,
  ...more,
});
const silent = { searches: [0], writes: [0] };

export const awsOpensearchDomainIdleFixture: RuleFixture<AwsOpensearchDomain> = {
  fail: [
    { title: 'neither searched nor filled', item: domain(), metrics: silent, facts: { searches: 0, instances: 2 } },
    {
      title: 'the service writes to itself, which the organization has allowed for',
      item: domain(),
      metrics: { ...silent, writes: [3] },
      settings: { writesPerMinute: 5 },
    },
  ],
  pass: [
    { title: 'searched once', item: domain(), metrics: { ...silent, searches: [0, 1] } },
    { title: 'filled, to be searched one day', item: domain(), metrics: { ...silent, writes: [40] } },
    { title: 'writes that may be the service’s own: the organization has not said so', item: domain(), metrics: { ...silent, writes: [1] } },
  ],
  notApplicable: [
    { title: 'being deleted', item: domain({ deleted: true }), metrics: silent, because: /deleted/ },
    { title: 'being changed', item: domain({ processing: true }), metrics: silent, because: /changed/ },
  ],
  undetermined: [{ title: 'no datapoint is no evidence', item: domain(), metrics: { searches: [], writes: [] }, reason: 'no_metrics' }],
};
