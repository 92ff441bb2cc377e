import type { AzureComputeVirtualMachine } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const subscriptionId = '11111111-2222-4333-8444-555555555555';
const machine = (more: Partial<AzureComputeVirtualMachine> = {}): AzureComputeVirtualMachine => ({
  id: `/subscriptions/${subscriptionId}/resourceGroups/rg-main/providers/Microsoft.Compute/virtualMachines/app-001`,
  name: 'app-001',
  location: 'westeurope',
  resourceGroup: 'rg-main',
  subscriptionId,
  tags: {},
  vmSize: 'Standard_D2s_v5',
  powerState: 'PowerState/stopped',
  osType: 'Linux',
  priority: null,
  licenseType: null,
  timeCreated: '2026-01-01T00:00:00.000Z',
  virtualMachineScaleSetId: null,
  imagePublisher: 'Canonical',
  imageOffer: 'ubuntu-24_04-lts',
  diskIds: [],
  ...more,
});

export const azureComputeVirtualMachineStoppedNotDeallocatedFixture: RuleFixture<AzureComputeVirtualMachine> = {
  fail: [
    { title: 'stopped from inside (CF-34)', item: machine(), facts: { powerState: 'PowerState/stopped' } },
    { title: 'in other letters and words', item: machine({ powerState: 'VM Stopped' }) },
  ],
  pass: [
    { title: 'deallocated is free', item: machine({ powerState: 'PowerState/deallocated' }) },
    { title: 'running', item: machine({ powerState: 'PowerState/running' }) },
    { title: 'on its way', item: machine({ powerState: 'PowerState/stopping' }) },
  ],
  notApplicable: [
    { title: 'member of a scale set', item: machine({ virtualMachineScaleSetId: '/subscriptions/x/virtualMachineScaleSets/s' }), because: /scale set/ },
  ],
  undetermined: [{ title: 'no power state', item: machine({ powerState: null }), reason: 'unavailable' }],
};
