import type { AwsEc2Instance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { workingHours } from '../../../testing/two-weeks.js';
import { awsEc2InstanceIdleFixture } from './instance-idle.fixture.js';

const [{ item: base }] = awsEc2InstanceIdleFixture.fail;
const machine = (more: Partial<AwsEc2Instance> = {}): AwsEc2Instance => ({
  ...base,
  state: 'running',
  instanceLifecycle: null,
  launchTime: '2026-06-01T08:00:00.000Z',
  tags: { Name: 'shop', env: 'dev' },
  ...more,
});
const busyByDay = { cpu: workingHours(40, 1), networkIn: workingHours(9e8, 100_000), networkOut: workingHours(9e8, 100_000) };

export const awsEc2InstanceOffHoursFixture: RuleFixture<AwsEc2Instance> = {
  fail: [
    { title: 'used from seven to seven on weekdays', item: machine(), metrics: busyByDay, facts: { nightHours: 12, weekendHours: 48, sign: 'dev' } },
    { title: 'its name says what it is for', item: machine({ tags: { Name: 'shop-staging-2' } }), metrics: busyByDay, facts: { sign: 'shop-staging-2' } },
  ],
  pass: [
    {
      title: 'a job every night',
      item: machine(),
      metrics: { ...busyByDay, cpu: Array.from({ length: 336 }, (_, hour) => (hour % 24 === 2 || hour % 24 === 14 ? 60 : 1)) },
    },
    { title: 'traffic at all hours', item: machine(), metrics: { ...busyByDay, networkOut: [9e8] } },
    {
      title: 'busy on weekends',
      item: machine(),
      metrics: { ...busyByDay, cpu: workingHours(40, 1).map((value, hour) => (Math.floor(hour / 24) % 7 === 0 ? 40 : value)) },
    },
  ],
  notApplicable: [
    { title: 'production by its tag', item: machine({ tags: { Name: 'shop-test', env: 'prod' } }), metrics: busyByDay, because: /not production/ },
    { title: 'nothing says what it is for', item: machine({ tags: { Name: 'contest' } }), metrics: busyByDay, because: /not production/ },
    { title: 'does nothing at any hour', item: machine(), metrics: { cpu: [1], networkIn: [0], networkOut: [0] }, because: /idle/ },
    { title: 'stopped', item: machine({ state: 'stopped' }), because: /stopped/ },
    { title: 'spot', item: machine({ instanceLifecycle: 'spot' }), because: /market/ },
  ],
  undetermined: [
    { title: 'no datapoint is no evidence', item: machine(), metrics: { cpu: [], networkIn: [], networkOut: [] }, reason: 'no_metrics' },
    { title: 'younger than two weeks', item: machine({ launchTime: '2026-11-15T00:00:00.000Z' }), metrics: busyByDay, reason: 'too_young' },
    { title: 'launch time that is none', item: machine({ launchTime: 'yesterday' }), metrics: busyByDay, reason: 'unparsable' },
  ],
};
