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
  powerState: 'PowerState/running',
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
const idle = { cpuMaximum: [0.5, 1.5], cpuAverage: [0.4], networkOut: [20_000] };

export const azureComputeVirtualMachineIdleFixture: RuleFixture<AzureComputeVirtualMachine> = {
  fail: [
    { title: 'no processor and no network for two weeks', item: machine(), metrics: idle, facts: { cpuP95Percent: 1.5, cpuLastDaysPercent: 0.4 } },
    {
      title: 'a rare spike above the bar is above no 95th percentile',
      item: machine(),
      metrics: { ...idle, cpuMaximum: [...Array.from({ length: 29 }, () => 1), 60] },
    },
  ],
  pass: [
    { title: 'busy every working day', item: machine(), metrics: { ...idle, cpuMaximum: [1, 1, 40] } },
    { title: 'woke up in the last three days', item: machine(), metrics: { ...idle, cpuAverage: [0.4, 2.1] } },
    { title: 'sends data', item: machine(), metrics: { ...idle, networkOut: [20_000, 950_000_000] } },
  ],
  notApplicable: [
    { title: 'deallocated', item: machine({ powerState: 'PowerState/deallocated' }), because: /deallocated/ },
    { title: 'spot', item: machine({ priority: 'Spot' }), because: /spot/ },
    { title: 'member of a scale set', item: machine({ virtualMachineScaleSetId: '/subscriptions/x/virtualMachineScaleSets/s' }), because: /scale set/ },
    {
      title: 'worker of Databricks',
      item: machine({
        id: '/subscriptions/x/resourceGroups/databricks-rg-ws-abc/providers/Microsoft.Compute/virtualMachines/w',
        resourceGroup: 'databricks-rg-ws-abc',
      }),
      because: /managed service/,
    },
  ],
  undetermined: [
    { title: 'no datapoints are not idleness (custodian azure#6085)', item: machine(), reason: 'no_metrics' },
    { title: 'younger than the window', item: machine({ timeCreated: '2026-11-15T00:00:00.000Z' }), metrics: idle, reason: 'too_young' },
    { title: 'GPU load is not in Percentage CPU', item: machine({ vmSize: 'Standard_NC6s_v3' }), metrics: idle, reason: 'no_metrics' },
    { title: 'no power state', item: machine({ powerState: null }), metrics: idle, reason: 'unavailable' },
    { title: 'no creation time', item: machine({ timeCreated: null }), metrics: idle, reason: 'unparsable' },
  ],
};
