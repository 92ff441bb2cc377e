import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureComputeSnapshotsReader } from './snapshots.reader.js';

const type = 'Microsoft.Compute/snapshots';

export const fixture = readerFixture({
  reader: azureComputeSnapshotsReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          managedBy: null,
          sku: { name: 'Standard_LRS' },
          properties: {
            diskSizeGB: 64,
            timeCreated: '2025-01-02T03:04:05Z',
            incremental: true,
            creationData: { createOption: 'Copy', sourceResourceId: '/subscriptions/x/disks/d' },
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { properties: {} })]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      managedBy: null,
      skuName: 'Standard_LRS',
      sizeGb: 64,
      timeCreated: '2025-01-02T03:04:05Z',
      incremental: true,
      sourceResourceId: '/subscriptions/x/disks/d',
    },
    { ...armBase(type, 'two'), managedBy: null, skuName: null, sizeGb: null, timeCreated: null, incremental: null, sourceResourceId: null },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
