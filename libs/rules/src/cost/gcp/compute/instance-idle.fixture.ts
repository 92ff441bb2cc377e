import type { GcpComputeInstance } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const zone = 'https://www.googleapis.com/compute/v1/projects/acme-prod/zones/europe-west1-b';
const instance = (more: Partial<GcpComputeInstance> = {}): GcpComputeInstance => ({
  id: '2234567890123456789',
  selfLink: `${zone}/instances/app-1`,
  name: 'app-1',
  zone: 'europe-west1-b',
  machineType: 'e2-standard-4',
  status: 'RUNNING',
  creationTimestamp: '2026-01-01T00:00:00.000-07:00',
  lastStartTimestamp: '2026-02-01T00:00:00.000-07:00',
  lastStopTimestamp: null,
  labels: {},
  disks: [{ source: `${zone}/disks/app-1`, type: 'PERSISTENT' }],
  provisioningModel: 'STANDARD',
  createdBy: null,
  guestAccelerators: 0,
  natIps: [],
  ...more,
});
const idle = { cpu: [0.004, 0.01], received: [100_000], sent: [50_000] };

export const gcpComputeInstanceIdleFixture: RuleFixture<GcpComputeInstance> = {
  fail: [{ title: 'no processor and no network for two weeks', item: instance(), metrics: idle, facts: { cpuP97Share: 0.01 } }],
  pass: [
    { title: 'busy one hour in ten', item: instance(), metrics: { ...idle, cpu: [...Array.from({ length: 9 }, () => 0.004), 0.7] } },
    { title: 'receives 2 kB a second', item: instance(), metrics: { ...idle, received: [7_200_000] } },
    { title: 'sends 1 kB a second', item: instance(), metrics: { ...idle, sent: [3_600_000] } },
  ],
  notApplicable: [
    { title: 'stopped', item: instance({ status: 'TERMINATED' }), because: /TERMINATED/ },
    {
      title: 'member of a managed instance group',
      item: instance({ createdBy: 'projects/1/zones/europe-west1-b/instanceGroupManagers/web' }),
      because: /instance group/,
    },
    { title: 'node of GKE', item: instance({ labels: { 'goog-gke-node': '' } }), because: /Kubernetes/ },
    { title: 'worker of Dataflow', item: instance({ labels: { 'goog-dataflow-job-name': 'nightly' } }), because: /data service/ },
    { title: 'spot', item: instance({ provisioningModel: 'SPOT' }), because: /spot/ },
  ],
  undetermined: [
    { title: 'no datapoints are not idleness', item: instance(), reason: 'no_metrics' },
    { title: 'started lately, though old', item: instance({ lastStartTimestamp: '2026-11-15T00:00:00.000-07:00' }), metrics: idle, reason: 'too_young' },
    { title: 'GPU load is not in cpu/utilization', item: instance({ guestAccelerators: 1 }), metrics: idle, reason: 'no_metrics' },
    { title: 'times that are none', item: instance({ lastStartTimestamp: '' }), metrics: idle, reason: 'unparsable' },
  ],
};
