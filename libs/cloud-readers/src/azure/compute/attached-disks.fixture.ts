import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureComputeAttachedDisksReader } from './attached-disks.reader.js';

const type = 'Microsoft.Compute/disks';

export const fixture = readerFixture({
  reader: azureComputeAttachedDisksReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          managedBy: '/subscriptions/x/vm',
          sku: { name: 'Premium_LRS', tier: 'Premium' },
          properties: {
            diskState: 'Attached',
            diskSizeGB: 512,
            diskIOPSReadWrite: 2300,
            diskMBpsReadWrite: 150,
            tier: 'P20',
            osType: 'Linux',
            timeCreated: '2025-01-02T03:04:05Z',
            maxShares: 2,
            burstingEnabled: true,
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { managedBy: '', sku: null, properties: {} })]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      managedBy: '/subscriptions/x/vm',
      skuName: 'Premium_LRS',
      sizeGb: 512,
      iops: 2300,
      mbps: 150,
      tier: 'P20',
      osType: 'Linux',
      timeCreated: '2025-01-02T03:04:05Z',
      maxShares: 2,
      burstingEnabled: true,
    },
    {
      ...armBase(type, 'two'),
      managedBy: null,
      skuName: null,
      sizeGb: null,
      iops: null,
      mbps: null,
      tier: null,
      osType: null,
      timeCreated: null,
      maxShares: null,
      burstingEnabled: null,
    },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
