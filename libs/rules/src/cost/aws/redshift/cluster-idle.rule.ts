import { type AwsRedshiftCluster, awsRedshiftClustersReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule, type MetricNeed } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric, sumOf } from '../aws-metric.js';

const windowDays = 14;
const metric = (name: string, statistic: 'Maximum' | 'Average'): MetricNeed<AwsRedshiftCluster> =>
  awsMetric({ namespace: 'AWS/Redshift', name, statistic, windowDays, per: 'day' }, (cluster) => ({ ClusterIdentifier: cluster.clusterIdentifier }));

export const awsRedshiftClusterIdleRule = defineRule<AwsRedshiftCluster>({
  id: 'aws.redshift.cluster-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'Redshift warehouse that nobody queries',
  why: 'The nodes of a warehouse are billed by the hour, queried or not, unless it is paused.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/Redshift --metric-name DatabaseConnections --dimensions Name=ClusterIdentifier,Value={resourceId} --statistics Maximum --period 86400 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Ask the owner (tags) when it is needed.',
      'Pause the warehouse: only its storage stays billed.',
      'Take a final snapshot and delete it if nobody misses it.',
    ],
    rollback: 'Resume the warehouse, or restore it from the snapshot.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: awsRedshiftClustersReader },
  lookups: {},
  metrics: { cpu: metric('CPUUtilization', 'Average'), connections: metric('DatabaseConnections', 'Maximum') },
  defaults: { cpuPercent: 5 },
  candidate({ item, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { cpu, connections } = metrics;
    if (cpu === undefined || connections === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const cpuPercent = setting(settings, 'cpuPercent');
    const averageCpuPercent = sumOf(cpu.values) / cpu.values.length;
    if (averageCpuPercent >= cpuPercent || connections.values.some((value) => value > 0)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        nodeType: item.nodeType,
        nodes: item.nodes,
        createTime: item.createTime,
        averageCpuPercent,
        cpuPercent,
        maxConnections: 0,
        coverage: Math.min(cpu.coverage, connections.coverage),
      },
      window: { start: cpu.start, end: cpu.end },
      formula: formula(`max(DatabaseConnections) = 0 and mean CPUUtilization < ${String(cpuPercent)} % over ${String(windowDays)} days`),
      assumptions: [
        'Paused instead of deleted, managed storage (RA3) and snapshots stay billed.',
        'Reserved nodes are paid whether or not they run; that part is not realisable.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
