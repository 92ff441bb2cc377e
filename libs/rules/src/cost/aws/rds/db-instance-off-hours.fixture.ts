import type { AwsRdsDbInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { databaseItem } from '../../../testing/database-item.js';
import { workingHours } from '../../../testing/two-weeks.js';

const forTests = (more: Partial<AwsRdsDbInstance> = {}): AwsRdsDbInstance => databaseItem({ tags: { stage: 'test' }, ...more });
const busyByDay = { cpu: workingHours(30, 2), connections: workingHours(12, 0) };

export const awsRdsDbInstanceOffHoursFixture: RuleFixture<AwsRdsDbInstance> = {
  fail: [
    { title: 'sessions from seven to seven on weekdays', item: forTests(), metrics: busyByDay, facts: { nightHours: 12, weekendHours: 48, sign: 'test' } },
  ],
  pass: [
    { title: 'a pooler keeps a session open at night', item: forTests(), metrics: { ...busyByDay, connections: workingHours(12, 1) } },
    { title: 'work at night without a session', item: forTests(), metrics: { ...busyByDay, cpu: [30] } },
  ],
  notApplicable: [
    { title: 'nothing says what it is for', item: forTests({ tags: {} }), metrics: busyByDay, because: /not production/ },
    { title: 'nobody connects at any hour', item: forTests(), metrics: { ...busyByDay, connections: [0] }, because: /idle/ },
    { title: 'stopped', item: forTests({ state: 'stopped' }), because: /stopped/ },
    { title: 'part of an Aurora cluster', item: forTests({ clusterIdentifier: 'shop-cluster' }), because: /cluster/ },
  ],
  undetermined: [
    { title: 'no datapoint is no evidence', item: forTests(), metrics: { cpu: [], connections: [] }, reason: 'no_metrics' },
    { title: 'younger than two weeks', item: forTests({ createTime: '2026-11-15T00:00:00.000Z' }), metrics: busyByDay, reason: 'too_young' },
    { title: 'creation time that is none', item: forTests({ createTime: null }), metrics: busyByDay, reason: 'unparsable' },
  ],
};
