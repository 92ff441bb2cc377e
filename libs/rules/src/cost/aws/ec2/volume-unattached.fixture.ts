import type { AwsEc2Volume } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const volume = (more: Partial<AwsEc2Volume> = {}): AwsEc2Volume => ({
  volumeId: 'vol-0a1b2c3d4e5f60718',
  state: 'available',
  volumeType: 'gp3',
  sizeGib: 100,
  iops: 3000,
  throughputMibps: 125,
  createTime: '2026-06-01T08:00:00.000Z',
  availabilityZone: 'eu-central-1a',
  attachments: [],
  snapshotId: null,
  tags: { Name: 'old-data' },
  ...more,
});

export const awsEc2VolumeUnattachedFixture: RuleFixture<AwsEc2Volume> = {
  fail: [
    { title: 'available for longer than the grace', item: volume(), facts: { ageDays: 173, sizeGib: 100 } },
    { title: 'exactly at the grace', item: volume({ createTime: '2026-11-08T00:00:00.000Z' }), facts: { ageDays: 14 } },
  ],
  pass: [
    { title: 'attached', item: volume({ state: 'in-use', attachments: [{ instanceId: 'i-0123456789abcdef0', state: 'attached' }] }) },
    {
      title: 'attached to a stopped machine is not unattached',
      item: volume({ state: 'in-use', attachments: [{ instanceId: 'i-0fedcba9876543210', state: 'attached' }] }),
    },
    { title: 'younger than the grace', item: volume({ createTime: '2026-11-08T00:00:01.000Z' }) },
    { title: 'within an organization’s longer grace', item: volume(), settings: { graceDays: 365 } },
  ],
  notApplicable: [
    {
      title: 'claim volume of a StatefulSet that was scaled to zero',
      item: volume({ tags: { 'kubernetes.io/created-for/pvc/name': 'data-0' } }),
      because: /Kubernetes/,
    },
    { title: 'volume of the EBS CSI driver', item: volume({ tags: { 'ebs.csi.aws.com/cluster': 'true' } }), because: /Kubernetes/ },
    { title: 'on its way out', item: volume({ state: 'deleting' }), because: /deleting/ },
  ],
  undetermined: [{ title: 'creation time that is none', item: volume({ createTime: 'yesterday' }), reason: 'unparsable' }],
};
