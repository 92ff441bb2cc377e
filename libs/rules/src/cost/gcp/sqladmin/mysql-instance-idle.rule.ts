import { type GcpSqladminInstance, gcpSqladminInstancesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';
import { runningInstance, sqlMetric } from './instance-state.js';

const windowDays = 14;

export const gcpSqladminMysqlInstanceIdleRule = defineRule<GcpSqladminInstance>({
  id: 'gcp.sqladmin.mysql-instance-idle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Cloud SQL instance that nobody connects to',
  why: 'A database to which nobody connected for two weeks is billed as if it worked, twice where it is highly available.',
  verify: 'gcloud sql instances describe {name} --project {accountId} --format "yaml(state,databaseVersion,settings.tier,settings.availabilityType)"',
  remedy: {
    steps: [
      'Ask the owner (labels) whether something still needs the data.',
      'Stop the instance and wait a week.',
      'Export its data or keep a final backup, then delete it.',
    ],
    rollback: 'Start the stopped instance, or restore the backup into a new one.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: gcpSqladminInstancesReader },
  lookups: {},
  metrics: { connections: sqlMetric('database/network/connections', windowDays) },
  // Poolers and monitors keep one or two sessions open: an organization that knows its own may raise this.
  defaults: { connections: 0 },
  candidate({ item, at }) {
    if (item.databaseVersion.startsWith('POSTGRES'))
      return { verdict: 'not_applicable', because: 'PostgreSQL counts sessions by database: judged by gcp.sqladmin.postgres-instance-idle' };
    return runningInstance(item, windowDays, at);
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
        tier: item.tier,
        databaseVersion: item.databaseVersion,
        availabilityType: item.availabilityType,
        createTime: item.createTime,
        maxConnections,
        coverage: connections.coverage,
      },
      window: { start: connections.start, end: connections.end },
      formula: formula(`max(hourly maximum of database/network/connections) ≤ ${String(bar)} over ${String(windowDays)} days`),
      assumptions: [
        'The bill of the instance holds its processors, memory, storage and backups: stopping it frees the first two only.',
        'Connections are sampled once a minute: shorter ones may be missed.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
