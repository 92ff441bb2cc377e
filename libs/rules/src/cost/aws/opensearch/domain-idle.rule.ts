import { type AwsOpensearchDomain, awsOpensearchDomainsReader } from '@vitrine/cloud-readers';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';

const windowDays = 14;
const metric = (name: string): MetricNeed<AwsOpensearchDomain> =>
  awsMetric({ namespace: 'AWS/ES', name, statistic: 'Maximum', windowDays, per: 'day' }, ({ domainName }, { accountId }) => ({
    DomainName: domainName,
    ClientId: accountId,
  }));

export const awsOpensearchDomainIdleRule = defineRule<AwsOpensearchDomain>({
  id: 'aws.opensearch.domain-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'OpenSearch domain that nobody searches or fills',
  why: 'The machines and disks of a search domain are billed by the hour, searched or not.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/ES --metric-name SearchRate --dimensions Name=DomainName,Value={name} Name=ClientId,Value={accountId} --statistics Maximum --period 86400 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: ['Ask the owner whether a season or a failure needs it.', 'Take a manual snapshot into a bucket.', 'Delete the domain.'],
    rollback: 'Create a domain and restore the snapshot; its address will be a new one.',
  },
  severity: 'medium',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: awsOpensearchDomainsReader },
  lookups: {},
  metrics: { searches: metric('SearchRate'), writes: metric('IndexingRate') },
  // The service writes to indexes of its own: an organization that sees such writes may raise this.
  defaults: { writesPerMinute: 0 },
  candidate({ item }) {
    if (item.deleted) return { verdict: 'not_applicable', because: 'it is being deleted' };
    return item.processing ? { verdict: 'not_applicable', because: 'its configuration is being changed' } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { searches, writes } = metrics;
    if (searches === undefined || writes === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const writesPerMinute = setting(settings, 'writesPerMinute');
    const maxWrites = Math.max(...writes.values);
    if (Math.max(...searches.values) > 0 || maxWrites > writesPerMinute) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { engineVersion: item.engineVersion, instanceType: item.instanceType, instances: item.instances, searches: 0, maxWrites, writesPerMinute },
      window: { start: searches.start, end: searches.end },
      formula: formula(`max(SearchRate) = 0 and max(IndexingRate) ≤ ${String(writesPerMinute)} over ${String(windowDays)} days`),
      assumptions: ['The service does not say when a domain was made: datapoints on at least nine days of ten show that it was there all the time.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
