import type { AwsRedshiftCluster } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const cluster = (more: Partial<AwsRedshiftCluster> = {}): AwsRedshiftCluster => ({
  clusterIdentifier: 'sales',
  nodeType: 'ra3.xlplus',
  nodes: 2,
  state: 'available',
  createTime: '2026-01-01T08:00:00.000Z',
  tags: {},
  ...more,
});
const silent = { cpu: [2], connections: [0] };

export const awsRedshiftClusterIdleFixture: RuleFixture<AwsRedshiftCluster> = {
  fail: [
    { title: 'nobody connects, and its processor only keeps house', item: cluster(), metrics: silent, facts: { maxConnections: 0, averageCpuPercent: 2 } },
  ],
  pass: [
    { title: 'one connection on one day', item: cluster(), metrics: { ...silent, connections: [0, 1] } },
    { title: 'works without a connection (loads, materialised views)', item: cluster(), metrics: { ...silent, cpu: [30] } },
    { title: 'exactly at the bar is not below it', item: cluster(), metrics: { ...silent, cpu: [5] } },
  ],
  notApplicable: [
    { title: 'paused already', item: cluster({ state: 'paused' }), because: /paused/ },
    { title: 'kept by a backup service', item: cluster({ tags: { 'aws:backup:source-resource': 'x' } }), because: /backup/ },
  ],
  undetermined: [
    { title: 'no datapoints: a cluster with a pause schedule has gaps', item: cluster(), reason: 'no_metrics' },
    { title: 'younger than the window', item: cluster({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'no creation time', item: cluster({ createTime: null }), metrics: silent, reason: 'unparsable' },
  ],
};
