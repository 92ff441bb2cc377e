import type { AwsElasticacheCacheCluster } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { awsElasticacheCacheClusterIdleFixture } from './cache-cluster-idle.fixture.js';

const [{ item: base }] = awsElasticacheCacheClusterIdleFixture.fail;
const node = (more: Partial<AwsElasticacheCacheCluster> = {}): AwsElasticacheCacheCluster => ({
  ...base,
  engine: 'redis',
  nodeType: 'cache.r6g.xlarge',
  createTime: '2026-01-01T08:00:00.000Z',
  ...more,
});
const quiet = { cpu: [8, 22], memory: [18], connections: [60] };

export const awsElasticacheCacheClusterOversizedFixture: RuleFixture<AwsElasticacheCacheCluster> = {
  fail: [{ title: 'processor and memory below half', item: node(), metrics: quiet, facts: { targetType: 'cache.r6g.large', maxMemoryPercent: 18 } }],
  pass: [
    { title: 'a busy processor', item: node(), metrics: { ...quiet, cpu: [70] } },
    { title: 'half of the memory would not hold its keys', item: node(), metrics: { ...quiet, memory: [55] } },
  ],
  notApplicable: [
    { title: 'nobody connects: another rule', item: node(), metrics: { ...quiet, connections: [2] }, because: /idle/ },
    { title: 'being changed', item: node({ state: 'modifying' }), because: /modifying/ },
    { title: 'memcached', item: node({ engine: 'memcached' }), because: /neither/ },
    { title: 'burstable', item: node({ nodeType: 'cache.t3.medium' }), because: /burst/ },
    { title: 'the smallest of its family', item: node({ nodeType: 'cache.r6g.large' }), because: /half/ },
  ],
  undetermined: [
    { title: 'no datapoint is no evidence', item: node(), metrics: { cpu: [], memory: [], connections: [] }, reason: 'no_metrics' },
    { title: 'a type of another form', item: node({ nodeType: 'cache' }), metrics: quiet, reason: 'unparsable' },
    { title: 'creation time that is none', item: node({ createTime: null }), metrics: quiet, reason: 'unparsable' },
    { title: 'younger than the window', item: node({ createTime: '2026-11-10T00:00:00.000Z' }), metrics: quiet, reason: 'too_young' },
  ],
};
