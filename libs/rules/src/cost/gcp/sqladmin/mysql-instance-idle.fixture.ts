import type { GcpSqladminInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { sqlInstance } from './instance-fixture.js';

const none = { connections: [0] };

export const gcpSqladminMysqlInstanceIdleFixture: RuleFixture<GcpSqladminInstance> = {
  fail: [
    { title: 'no connection for two weeks', item: sqlInstance(), metrics: none, facts: { maxConnections: 0 } },
    {
      title: 'highly available: both halves are billed',
      item: sqlInstance({ availabilityType: 'REGIONAL' }),
      metrics: none,
      facts: { availabilityType: 'REGIONAL' },
    },
    { title: 'SQL Server', item: sqlInstance({ databaseVersion: 'SQLSERVER_2019_STANDARD' }), metrics: none },
    { title: 'a pooler’s two sessions, where the organization says so', item: sqlInstance(), metrics: { connections: [2] }, settings: { connections: 2 } },
  ],
  pass: [
    { title: 'one connection in one hour', item: sqlInstance(), metrics: { connections: [...Array.from({ length: 335 }, () => 0), 1] } },
    { title: 'a pooler that keeps two sessions open', item: sqlInstance(), metrics: { connections: [2] } },
  ],
  notApplicable: [
    { title: 'PostgreSQL', item: sqlInstance({ databaseVersion: 'POSTGRES_16' }), because: /postgres-instance-idle/ },
    { title: 'read replica', item: sqlInstance({ instanceType: 'READ_REPLICA_INSTANCE', masterInstanceName: 'acme-prod:orders' }), because: /replica/ },
    { title: 'stopped', item: sqlInstance({ activationPolicy: 'NEVER' }), because: /stopped/ },
    { title: 'in maintenance', item: sqlInstance({ state: 'MAINTENANCE' }), because: /MAINTENANCE/ },
    { title: 'stands for a server elsewhere', item: sqlInstance({ instanceType: 'ON_PREMISES_INSTANCE' }), because: /outside/ },
  ],
  undetermined: [
    { title: 'no datapoints are not idleness', item: sqlInstance(), reason: 'no_metrics' },
    { title: 'made last week', item: sqlInstance({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: none, reason: 'too_young' },
    { title: 'creation time left out', item: sqlInstance({ createTime: null }), metrics: none, reason: 'unparsable' },
  ],
};
