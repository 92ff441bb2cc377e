import { type AwsRdsDbInstance, awsRdsDbInstancesReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { awsMetric } from '../aws-metric.js';

const windowDays = 14;

export const awsRdsDbInstanceIdleRule = defineRule<AwsRdsDbInstance>({
  id: 'aws.rds.db-instance-idle',
  version: 1,
  cloud: 'aws',
  family: 'cost',
  title: 'RDS database that nobody connects to',
  why: 'A database without a single connection in two weeks is paid for by the hour, with its storage, without being used.',
  verify:
    'aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --dimensions Name=DBInstanceIdentifier,Value={resourceId} --statistics Maximum --period 86400 --start-time "$(date -u -d \'14 days ago\' +%FT%TZ)" --end-time "$(date -u +%FT%TZ)" --region {region}',
  remedy: {
    steps: [
      'Ask the owner (tags) whether it waits for a season or a failure.',
      'Take a final snapshot.',
      'Delete the database; a stopped one starts again after seven days.',
    ],
    rollback: 'Restore the database from the final snapshot; its address will be a new one unless the name is kept.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: awsRdsDbInstancesReader },
  lookups: {},
  metrics: {
    connections: awsMetric<AwsRdsDbInstance>(
      { namespace: 'AWS/RDS', name: 'DatabaseConnections', statistic: 'Maximum', windowDays, per: 'day' },
      (instance) => ({
        DBInstanceIdentifier: instance.dbInstanceIdentifier,
      }),
    ),
  },
  // Poolers keep one or two sessions open: an organization that knows its own may raise this.
  defaults: { connections: 0 },
  candidate({ item, at }) {
    if (item.state !== 'available') return { verdict: 'not_applicable', because: `state is ${item.state}` };
    if (item.readReplicaOf !== null) return { verdict: 'not_applicable', because: 'a read replica may wait for the failure of its source' };
    const ageDays = daysSince(item.createTime, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { createTime: item.createTime } };
    return ageDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { ageDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics, settings }) {
    const { connections } = metrics;
    if (connections === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const bar = setting(settings, 'connections');
    const maxConnections = Math.max(...connections.values);
    if (maxConnections > bar) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        dbInstanceClass: item.dbInstanceClass,
        engine: item.engine,
        multiAz: item.multiAz,
        storageGib: item.storageGib,
        createTime: item.createTime,
        maxConnections,
        coverage: connections.coverage,
      },
      window: { start: connections.start, end: connections.end },
      formula: formula(`max(daily DatabaseConnections Maximum) ≤ ${String(bar)} over ${String(windowDays)} days`),
      assumptions: [
        'The bill of the database holds its machines, its storage and its backups; manual snapshots stay billed.',
        'Storage of an Aurora cluster is billed with the cluster, not here.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
