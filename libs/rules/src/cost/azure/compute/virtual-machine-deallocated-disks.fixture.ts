import type { AzureComputeDisk, AzureComputeVirtualMachine } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';
import { machineCase } from '../../../testing/azure-machine-case.js';

const diskId = (name: string): string => armCase('Microsoft.Compute/disks', name).id;
const machine = (more: Partial<AzureComputeVirtualMachine> = {}): AzureComputeVirtualMachine =>
  machineCase({ powerState: 'PowerState/deallocated', diskIds: [diskId('os'), diskId('data')], ...more });
const disk = (name: string, lastOwnershipUpdateTime: string | null): AzureComputeDisk => ({
  ...armCase('Microsoft.Compute/disks', name),
  skuName: 'Premium_LRS',
  sizeGb: 128,
  diskState: 'Reserved',
  managedBy: machine().id,
  timeCreated: '2026-01-01T00:00:00.000Z',
  lastOwnershipUpdateTime,
  tier: null,
});
const longAgo = '2026-08-01T00:00:00.000Z';
const old = [disk('os', longAgo), disk('data', longAgo)];

export const azureComputeVirtualMachineDeallocatedDisksFixture: RuleFixture<AzureComputeVirtualMachine> = {
  fail: [
    {
      title: 'deallocated in August, both disks still billed',
      item: machine(),
      lookups: { disks: old },
      facts: { disks: 2, deallocatedDays: 113 },
      claims: [diskId('os').toLowerCase(), diskId('data').toLowerCase()],
    },
    {
      title: 'in other words and letters',
      item: machine({ powerState: 'VM deallocated', diskIds: [diskId('OS').toUpperCase()] }),
      lookups: { disks: old },
      claims: [diskId('os').toLowerCase()],
    },
  ],
  pass: [
    { title: 'running', item: machine({ powerState: 'PowerState/running' }) },
    { title: 'deallocated last week', item: machine(), lookups: { disks: [disk('os', '2026-11-16T00:00:00.000Z'), disk('data', longAgo)] } },
  ],
  notApplicable: [
    { title: 'member of a scale set', item: machine({ virtualMachineScaleSetId: '/subscriptions/x/set' }), because: /scale set/ },
    { title: 'without a managed disk', item: machine({ diskIds: [] }), because: /no managed disk/ },
  ],
  undetermined: [
    { title: 'no power state', item: machine({ powerState: null }), reason: 'unavailable' },
    { title: 'one of its disks was not read', item: machine(), lookups: { disks: [disk('os', longAgo)] }, reason: 'unavailable' },
    { title: 'a disk does not say since when', item: machine(), lookups: { disks: [disk('os', longAgo), disk('data', null)] }, reason: 'unavailable' },
  ],
};
