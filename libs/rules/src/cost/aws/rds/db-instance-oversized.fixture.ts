import type { AwsRdsDbInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { databaseItem } from '../../../testing/database-item.js';

const gib = 2 ** 30;
const quiet = { cpu: [12, 28], freeMemory: [11 * gib], connections: [40] };

export const awsRdsDbInstanceOversizedFixture: RuleFixture<AwsRdsDbInstance> = {
  fail: [
    { title: 'processor, memory and sessions below half', item: databaseItem(), metrics: quiet, facts: { targetClass: 'db.m5.large', p99CpuPercent: 28 } },
    { title: 'MySQL has another limit of sessions', item: databaseItem({ engine: 'mysql' }), metrics: quiet, facts: { maxConnections: 40 } },
  ],
  pass: [
    { title: 'a busy processor', item: databaseItem(), metrics: { ...quiet, cpu: [60] } },
    { title: 'its memory is a cache that is in use', item: databaseItem(), metrics: { ...quiet, freeMemory: [3 * gib] } },
    { title: 'sessions that half of the memory would not take', item: databaseItem(), metrics: { ...quiet, connections: [900] } },
  ],
  notApplicable: [
    { title: 'nobody connects: another rule', item: databaseItem(), metrics: { ...quiet, connections: [0] }, because: /idle/ },
    { title: 'stopped', item: databaseItem({ state: 'stopped' }), because: /stopped/ },
    { title: 'a replica', item: databaseItem({ readReplicaOf: 'shop-main' }), because: /replica/ },
    { title: 'with a licence', item: databaseItem({ engine: 'sqlserver-se' }), because: /licence/ },
    { title: 'burstable', item: databaseItem({ dbInstanceClass: 'db.t3.large' }), because: /burst/ },
    { title: 'serverless', item: databaseItem({ dbInstanceClass: 'db.serverless' }), because: /serverless/ },
    { title: 'the smallest of its family', item: databaseItem({ dbInstanceClass: 'db.m5.large' }), because: /half/ },
  ],
  undetermined: [
    { title: 'no datapoint is no evidence', item: databaseItem(), metrics: { cpu: [], freeMemory: [], connections: [] }, reason: 'no_metrics' },
    { title: 'a class of another form', item: databaseItem({ dbInstanceClass: 'db' }), metrics: quiet, reason: 'unparsable' },
    { title: 'creation time that is none', item: databaseItem({ createTime: null }), metrics: quiet, reason: 'unparsable' },
    { title: 'younger than the window', item: databaseItem({ createTime: '2026-11-10T00:00:00.000Z' }), metrics: quiet, reason: 'too_young' },
  ],
};
