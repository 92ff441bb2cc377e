import type { AwsFsxFileSystem } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const system = (more: Partial<AwsFsxFileSystem> = {}): AwsFsxFileSystem => ({
  fileSystemId: 'fs-0a1b2c3d4e5f60718',
  fileSystemType: 'WINDOWS',
  fileSystemArn: 'arn:aws:fsx:eu-central-1:111122223333:file-system/fs-0a1b2c3d4e5f60718',
  state: 'AVAILABLE',
  createTime: '2026-01-01T08:00:00.000Z',
  storageGib: 500,
  tags: {},
  ...more,
});
const silent = { read: [0], written: [0] };

export const awsFsxFileSystemIdleFixture: RuleFixture<AwsFsxFileSystem> = {
  fail: [{ title: 'not a byte for 30 days', item: system(), metrics: silent, facts: { dataReadBytes: 0, storageGib: 500 } }],
  pass: [
    { title: 'read on one day', item: system(), metrics: { ...silent, read: [0, 4096] } },
    { title: 'written only', item: system(), metrics: { ...silent, written: [1] } },
  ],
  notApplicable: [
    { title: 'being made', item: system({ state: 'CREATING' }), because: /CREATING/ },
    { title: 'volume of a cluster', item: system({ tags: { 'kubernetes.io/created-for/pvc/name': 'data-0' } }), because: /Kubernetes/ },
  ],
  undetermined: [
    { title: 'no datapoints are not zero bytes', item: system(), reason: 'no_metrics' },
    { title: 'younger than the window', item: system({ createTime: '2026-11-01T00:00:00.000Z' }), metrics: silent, reason: 'too_young' },
    { title: 'creation time that is none', item: system({ createTime: '' }), metrics: silent, reason: 'unparsable' },
  ],
};
