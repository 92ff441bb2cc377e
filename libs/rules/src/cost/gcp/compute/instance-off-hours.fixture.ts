import type { GcpComputeInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const zone = 'https://www.googleapis.com/compute/v1/projects/acme-prod/zones/europe-west1-b';
const instance = (more: Partial<GcpComputeInstance> = {}): GcpComputeInstance => ({
  id: '4234567890123456789',
  selfLink: `${zone}/instances/shop-dev-1`,
  name: 'shop-dev-1',
  zone: 'europe-west1-b',
  machineType: 'e2-standard-2',
  status: 'RUNNING',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastStartTimestamp: '2026-02-01T00:00:00.000-07:00',
  lastStopTimestamp: null,
  labels: {},
  disks: [{ source: `${zone}/disks/shop-dev-1`, type: 'PERSISTENT' }],
  provisioningModel: 'STANDARD',
  createdBy: null,
  guestAccelerators: 0,
  natIps: [],
  ...more,
});

/** A week of hours that begins on Sunday 0 h, as the fixtures' window does; at work on Monday to Friday from 7 to 19. */
const week = (work: number, rest: number, isWork = (day: number, hour: number): boolean => day >= 1 && day <= 5 && hour >= 7 && hour < 19): number[] =>
  Array.from({ length: 168 }, (_, index) => (isWork(Math.floor(index / 24), index % 24) ? work : rest));
const office = { cpu: week(0.6, 0.01), received: week(5e9, 1000), sent: week(5e9, 1000) };
const always = { cpu: [0.6], received: [5e9], sent: [5e9] };

export const gcpComputeInstanceOffHoursFixture: RuleFixture<GcpComputeInstance> = {
  fail: [
    { title: 'works on weekdays from 7 to 19', item: instance(), metrics: office, facts: { restingHoursPerWeek: 108 } },
    { title: 'told by its label, whatever its name', item: instance({ name: 'shop-1', labels: { env: 'staging' } }), metrics: office },
  ],
  pass: [
    { title: 'works around the clock', item: instance(), metrics: always },
    {
      title: 'a nightly job',
      item: instance(),
      metrics: { ...office, cpu: week(0.6, 0.01, (day, hour) => day >= 1 && day <= 5 && (hour === 2 || hour === 13 || hour === 20)) },
    },
    { title: 'works at weekends', item: instance(), metrics: { ...office, cpu: week(0.6, 0.01, (day) => day === 0 || day === 6) } },
    { title: 'answers calls at night', item: instance(), metrics: { ...office, sent: [5e9] } },
    { title: 'started this week: a schedule may be there', item: instance({ lastStartTimestamp: '2026-11-16T00:00:00.000-07:00' }), metrics: office },
  ],
  notApplicable: [
    { title: 'production', item: instance({ name: 'shop-prod-1' }), metrics: office, because: /production/ },
    {
      title: 'label says production, name says test',
      item: instance({ name: 'test-1', labels: { environment: 'production' } }),
      metrics: office,
      because: /production/,
    },
    { title: 'nothing tells its environment', item: instance({ name: 'app-1' }), metrics: office, because: /neither/ },
    { title: 'rests in every hour', item: instance(), metrics: { cpu: [0.01], received: [1000], sent: [1000] }, because: /instance-idle/ },
    { title: 'stopped', item: instance({ status: 'TERMINATED' }), because: /TERMINATED/ },
    { title: 'member of a managed instance group', item: instance({ createdBy: 'projects/1/zones/z/instanceGroupManagers/web' }), because: /instance group/ },
    { title: 'spot', item: instance({ provisioningModel: 'SPOT' }), because: /spot/ },
  ],
  undetermined: [
    { title: 'no datapoints are no rest', item: instance(), reason: 'no_metrics' },
    { title: 'GPU load is not in cpu/utilization', item: instance({ guestAccelerators: 1 }), metrics: office, reason: 'no_metrics' },
    { title: 'times that are none', item: instance({ lastStartTimestamp: '' }), metrics: office, reason: 'unparsable' },
  ],
};
