import { type AwsEksCluster, awsEksClustersReader, awsEksClusterVersionsReader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { daysOfStandardSupport, extendedSupportMeters, unknownCalendar } from '../extended-support.js';
import { extendedClusterPriceKeys } from '../price-keys.js';

export const awsEksClusterExtendedSupportRule = defineRule<AwsEksCluster>({
  id: 'aws.eks.cluster-extended-support',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'EKS cluster at or near the end of standard support',
  why: 'A cluster on a version past standard support costs six times as much per hour, until it is upgraded.',
  verify: 'aws eks describe-cluster --name {resourceId} --region {region} --query "cluster.[version,upgradePolicy]"',
  remedy: {
    steps: [
      'Read the upgrade insights of the cluster and what they find in its manifests.',
      'Upgrade control plane and nodes, one minor version at a time.',
      'Set its upgrade policy to standard support, so that it never pays again.',
    ],
    rollback: 'A control plane cannot go back a version: try the upgrade on a copy first.',
  },
  severity: 'high',
  effort: 'High',
  actionGroup: 'modernise',
  needs: { item: awsEksClustersReader },
  lookups: {
    calendar: lookup({
      reader: awsEksClusterVersionsReader,
      keys: ({ version, standardSupportEnds }) => [{ key: version, value: standardSupportEnds }],
      ask: ({ version }: AwsEksCluster) => [version],
    }),
  },
  metrics: {},
  defaults: { warnDays: 90 },
  evaluate({ item, identity, lookups, at, settings }) {
    if (item.state === 'DELETING' || item.state === 'FAILED') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.supportType === 'STANDARD')
      return { verdict: 'not_applicable', because: 'its policy is to be upgraded when standard support ends, so it never pays for more' };
    const daysLeft = daysOfStandardSupport(lookups['calendar']?.get(item.version), at);
    if (daysLeft === null) return unknownCalendar(item.version);
    const warnDays = setting(settings, 'warnDays');
    if (daysLeft > warnDays) return { verdict: 'pass' };
    const charged = daysLeft < 0;
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { version: item.version, daysLeft, warnDays, charged },
      window: null,
      formula: formula(`standard support of ${item.version} ends in ${String(daysLeft)} days (≤ ${String(warnDays)}) by EKS's own calendar`),
      assumptions: charged ? ['Only the charge for extended support is counted.'] : ['Nothing is charged yet, so there is no amount.'],
      cost: { kind: 'meters', meters: extendedSupportMeters, list: charged ? extendedClusterPriceKeys(identity.region ?? '') : [] },
    };
  },
});
