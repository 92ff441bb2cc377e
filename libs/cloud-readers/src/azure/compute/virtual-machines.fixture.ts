import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureComputeVirtualMachinesReader } from './virtual-machines.reader.js';

const type = 'Microsoft.Compute/virtualMachines';

export const fixture = readerFixture({
  reader: azureComputeVirtualMachinesReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          properties: {
            hardwareProfile: { vmSize: 'Standard_D2s_v5' },
            storageProfile: {
              imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
              osDisk: { osType: 'Linux', managedDisk: { id: '/subscriptions/x/disk-os' } },
              dataDisks: [{ lun: 0, managedDisk: { id: '/subscriptions/x/disk-0' } }, { lun: 1 }],
            },
            extended: { instanceView: { powerState: { code: 'PowerState/stopped' } } },
            priority: 'Regular',
            timeCreated: '2025-01-02T03:04:05Z',
            osProfile: { adminUsername: 'not-kept' },
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { properties: { virtualMachineScaleSet: { id: '/subscriptions/x/vmss/s' }, licenseType: 'Windows_Server' } })]),
  ],
  items: [
    {
      ...armBase(type, 'one'),
      vmSize: 'Standard_D2s_v5',
      powerState: 'PowerState/stopped',
      osType: 'Linux',
      priority: 'Regular',
      licenseType: null,
      timeCreated: '2025-01-02T03:04:05Z',
      virtualMachineScaleSetId: null,
      imagePublisher: 'Canonical',
      imageOffer: 'ubuntu-24_04-lts',
      diskIds: ['/subscriptions/x/disk-os', '/subscriptions/x/disk-0'],
    },
    {
      ...armBase(type, 'two'),
      vmSize: null,
      powerState: null,
      osType: null,
      priority: null,
      licenseType: 'Windows_Server',
      timeCreated: null,
      virtualMachineScaleSetId: '/subscriptions/x/vmss/s',
      imagePublisher: null,
      imageOffer: null,
      diskIds: [],
    },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
