import type { GcpSqladminInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { sqlInstance } from './instance-fixture.js';

const postgres = (more: Partial<GcpSqladminInstance> = {}): GcpSqladminInstance => sqlInstance({ databaseVersion: 'POSTGRES_16', ...more });
const none = { connections: [0] };

export const gcpSqladminPostgresInstanceIdleFixture: RuleFixture<GcpSqladminInstance> = {
  fail: [{ title: 'no session for two weeks', item: postgres(), metrics: none, facts: { maxConnections: 0, databaseVersion: 'POSTGRES_16' } }],
  pass: [{ title: 'one session in one hour', item: postgres(), metrics: { connections: [...Array.from({ length: 335 }, () => 0), 1] } }],
  notApplicable: [
    { title: 'MySQL', item: sqlInstance(), because: /mysql-instance-idle/ },
    { title: 'read replica', item: postgres({ instanceType: 'READ_REPLICA_INSTANCE', masterInstanceName: 'acme-prod:orders' }), because: /replica/ },
    { title: 'stopped', item: postgres({ activationPolicy: 'NEVER' }), because: /stopped/ },
  ],
  undetermined: [
    { title: 'no datapoints are not idleness', item: postgres(), reason: 'no_metrics' },
    { title: 'made last week', item: postgres({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: none, reason: 'too_young' },
  ],
};
