import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { awsFsxFileSystemsReader } from './file-systems.reader.js';

const arn = (id: string): string => `arn:aws:fsx:eu-central-1:111122223333:file-system/${id}`;

export const fixture = readerFixture({
  reader: awsFsxFileSystemsReader,
  scope: fixtureScopes.region,
  answers: [
    {
      FileSystems: [
        {
          OwnerId: '111122223333',
          FileSystemId: 'fs-0aaa',
          FileSystemType: 'WINDOWS',
          CreationTime: 1735786800.5,
          Lifecycle: 'AVAILABLE',
          StorageCapacity: 300,
          ResourceARN: arn('fs-0aaa'),
          Tags: [{ Key: 'Name', Value: 'shares' }],
          WindowsConfiguration: { ThroughputCapacity: 32 },
        },
      ],
      NextToken: 'page-two',
    },
    { FileSystems: [{ FileSystemId: 'fs-0bbb', FileSystemType: 'LUSTRE', CreationTime: 1735786800, Lifecycle: 'CREATING', ResourceARN: arn('fs-0bbb') }] },
  ],
  items: [
    {
      fileSystemId: 'fs-0aaa',
      fileSystemType: 'WINDOWS',
      fileSystemArn: arn('fs-0aaa'),
      state: 'AVAILABLE',
      createTime: '2025-01-02T03:00:00.500Z',
      storageGib: 300,
      tags: { Name: 'shares' },
    },
    {
      fileSystemId: 'fs-0bbb',
      fileSystemType: 'LUSTRE',
      fileSystemArn: arn('fs-0bbb'),
      state: 'CREATING',
      createTime: '2025-01-02T03:00:00.000Z',
      storageGib: null,
      tags: {},
    },
  ],
  identity: {
    canonicalId: arn('fs-0aaa'),
    resourceId: 'fs-0aaa',
    name: 'shares',
    accountId: '111122223333',
    region: 'eu-central-1',
    tags: { Name: 'shares' },
  },
});
