import type { GcpComputeInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const zone = 'https://www.googleapis.com/compute/v1/projects/acme-prod/zones/europe-west1-b';
const instance = (more: Partial<GcpComputeInstance> = {}): GcpComputeInstance => ({
  id: '3234567890123456789',
  selfLink: `${zone}/instances/app-2`,
  name: 'app-2',
  zone: 'europe-west1-b',
  machineType: 'e2-standard-8',
  status: 'RUNNING',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastStartTimestamp: '2026-02-01T00:00:00.000-07:00',
  lastStopTimestamp: null,
  labels: {},
  disks: [{ source: `${zone}/disks/app-2`, type: 'PERSISTENT' }],
  provisioningModel: 'STANDARD',
  createdBy: null,
  guestAccelerators: 0,
  natIps: [],
  ...more,
});
const light = { cpu: [0.1, 0.2, 0.3], received: [5e9], sent: [5e9] };

export const gcpComputeInstanceOversizedFixture: RuleFixture<GcpComputeInstance> = {
  fail: [
    { title: 'never above 30 % in a month', item: instance(), metrics: light, facts: { targetType: 'e2-standard-4', memory: 'unknown', p99CpuShare: 0.3 } },
    {
      title: 'n1-standard goes down to one processor',
      item: instance({ machineType: 'n1-standard-2' }),
      metrics: light,
      facts: { targetType: 'n1-standard-1' },
    },
  ],
  pass: [
    {
      title: 'busy two hours in a hundred: a nightly job needs its size',
      item: instance(),
      metrics: { ...light, cpu: [...Array.from({ length: 98 }, () => 0.1), 0.9, 0.9] },
    },
    { title: 'at the bar', item: instance(), metrics: { ...light, cpu: [0.4] } },
  ],
  notApplicable: [
    { title: 'does nothing at all', item: instance(), metrics: { cpu: [0.004], received: [1000], sent: [1000] }, because: /instance-idle/ },
    { title: 'stopped', item: instance({ status: 'TERMINATED' }), because: /TERMINATED/ },
    { title: 'member of a managed instance group', item: instance({ createdBy: 'projects/1/zones/z/instanceGroupManagers/web' }), because: /template/ },
    { title: 'spot', item: instance({ provisioningModel: 'SPOT' }), because: /spot/ },
    { title: 'accelerators set its size', item: instance({ guestAccelerators: 2 }), because: /accelerators/ },
    { title: 'shared core: bought for bursts', item: instance({ machineType: 'e2-medium' }), because: /half/ },
    { title: 'custom type: chosen to measure', item: instance({ machineType: 'n2-custom-6-20480' }), because: /half/ },
    { title: 'family whose sizes do not go by halves', item: instance({ machineType: 'c2-standard-30' }), because: /half/ },
    { title: 'e2 has no type of one processor', item: instance({ machineType: 'e2-standard-2' }), because: /half/ },
    { title: 'node of GKE', item: instance({ labels: { 'goog-gke-node': '' } }), because: /Kubernetes/ },
  ],
  undetermined: [
    { title: 'no datapoints are no small load', item: instance(), reason: 'no_metrics' },
    { title: 'started three weeks ago', item: instance({ lastStartTimestamp: '2026-11-01T00:00:00.000-07:00' }), metrics: light, reason: 'too_young' },
    { title: 'times that are none', item: instance({ lastStartTimestamp: '' }), metrics: light, reason: 'unparsable' },
  ],
};
