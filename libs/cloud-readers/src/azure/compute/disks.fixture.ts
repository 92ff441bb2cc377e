import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureComputeDisksReader } from './disks.reader.js';

const type = 'Microsoft.Compute/disks';

export const fixture = readerFixture({
  reader: azureComputeDisksReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          managedBy: '',
          sku: { name: 'Premium_LRS', tier: 'Premium' },
          properties: {
            diskState: 'Unattached',
            diskSizeGB: 128,
            timeCreated: '2025-01-02T03:04:05.0000000Z',
            LastOwnershipUpdateTime: '2025-06-02T03:04:05.0000000Z',
            tier: 'P10',
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { managedBy: '/subscriptions/x/vm', sku: null, properties: { diskState: 'Reserved', diskSizeGB: null } })]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      managedBy: null,
      skuName: 'Premium_LRS',
      sizeGb: 128,
      diskState: 'Unattached',
      timeCreated: '2025-01-02T03:04:05.0000000Z',
      lastOwnershipUpdateTime: '2025-06-02T03:04:05.0000000Z',
      tier: 'P10',
    },
    {
      ...armBase(type, 'two'),
      managedBy: '/subscriptions/x/vm',
      skuName: null,
      sizeGb: null,
      diskState: 'Reserved',
      timeCreated: null,
      lastOwnershipUpdateTime: null,
      tier: null,
    },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
