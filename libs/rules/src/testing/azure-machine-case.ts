import type { AzureComputeVirtualMachine } from '@vitrine/cloud-readers';
import { armCase } from './arm-case.js';

/** A running Linux machine of the fixtures. */
export function machineCase(more: Partial<AzureComputeVirtualMachine> = {}): AzureComputeVirtualMachine {
  return {
    ...armCase('Microsoft.Compute/virtualMachines', 'app-001'),
    vmSize: 'Standard_D4s_v5',
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
  };
}
