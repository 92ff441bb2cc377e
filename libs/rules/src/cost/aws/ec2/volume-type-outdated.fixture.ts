import type { AwsEc2Instance, AwsEc2Volume } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const attachedTo = (...ids: readonly string[]): AwsEc2Volume['attachments'] => ids.map((instanceId) => ({ instanceId, state: 'attached' }));
const volume = (more: Partial<AwsEc2Volume> = {}): AwsEc2Volume => ({
  volumeId: 'vol-0a1b2c3d4e5f60718',
  state: 'in-use',
  volumeType: 'gp2',
  sizeGib: 100,
  iops: 300,
  throughputMibps: null,
  createTime: '2026-01-01T08:00:00.000Z',
  availabilityZone: 'eu-central-1a',
  attachments: attachedTo('i-0a1b2c3d4e5f60718'),
  snapshotId: null,
  tags: {},
  ...more,
});
const machine = (state: string): AwsEc2Instance => ({
  instanceId: 'i-0a1b2c3d4e5f60718',
  instanceType: 'm5.large',
  state,
  launchTime: '2026-01-01T08:00:00.000Z',
  stateTransitionReason: null,
  platformDetails: 'Linux/UNIX',
  usageOperation: 'RunInstances',
  tenancy: 'default',
  instanceLifecycle: null,
  imageId: null,
  volumeIds: ['vol-0a1b2c3d4e5f60718'],
  publicIp: null,
  sourceDestCheck: true,
  tags: {},
});
const running = { instances: [machine('running')] };

export const awsEc2VolumeTypeOutdatedFixture: RuleFixture<AwsEc2Volume> = {
  fail: [
    {
      title: 'small gp2: gp3 does the same for less',
      item: volume(),
      lookups: running,
      facts: { targetType: 'gp3', targetIops: 3000, targetThroughputMibps: 125 },
    },
    {
      title: 'gp2 above 1 TiB has more than 3,000 IOPS and 250 MiB/s, which gp3 must be given and paid for',
      item: volume({ sizeGib: 2000, iops: 6000 }),
      lookups: running,
      facts: { targetIops: 6000, targetThroughputMibps: 250 },
    },
    {
      title: 'io1 within what gp3 gives',
      item: volume({ volumeType: 'io1', iops: 8000 }),
      lookups: running,
      facts: { targetIops: 8000, targetThroughputMibps: 1000 },
    },
    { title: 'io2: its list price goes by steps, so its money is unknown', item: volume({ volumeType: 'io2', iops: 4000 }), lookups: running },
    { title: 'a creation time that is none takes nothing from it', item: volume({ createTime: '' }), lookups: running },
  ],
  pass: [
    { title: 'gp3 already', item: volume({ volumeType: 'gp3', iops: 3000, throughputMibps: 125 }), lookups: running },
    { title: 'a throughput type serves another purpose', item: volume({ volumeType: 'st1', iops: null }), lookups: running },
  ],
  notApplicable: [
    { title: 'attached to nothing: deleting it saves more', item: volume({ state: 'available', attachments: [] }), because: /volume-unattached/ },
    { title: 'shared by two machines', item: volume({ volumeType: 'io1', attachments: attachedTo('i-1', 'i-2') }), because: /several machines/ },
    { title: 'more IOPS than gp3 has', item: volume({ volumeType: 'io1', iops: 16_001 }), because: /16000 IOPS/ },
    { title: 'on a stopped machine, whose finding claims it', item: volume(), lookups: { instances: [machine('stopped')] }, because: /long-stopped/ },
    { title: 'volume of a claim in a cluster', item: volume({ tags: { 'ebs.csi.aws.com/cluster': 'true' } }), because: /Kubernetes/ },
  ],
  undetermined: [],
};
