import { type AzureComputeVirtualMachine, azureComputeVirtualMachinesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { virtualMachinePriceKeys } from '../price-keys.js';

/** `PowerState/stopped` and `VM stopped` mean the same; letter case varies between answers. */
const stopped = /(^|[/ ])stopped$/i;

export const azureComputeVirtualMachineStoppedNotDeallocatedRule = defineRule<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machine-stopped-not-deallocated',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Virtual machine stopped but still billed',
  why: 'A machine that was shut down from inside stays allocated: its compute is billed as if it ran. Only "deallocated" ends that.',
  verify: 'az vm get-instance-view --ids {resourceId} --query "instanceView.statuses[].code"',
  remedy: {
    steps: ['Deallocate the machine (stop it through Azure, not from inside).'],
    rollback: 'Start the machine; a dynamic public address may have changed.',
  },
  severity: 'high',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureComputeVirtualMachinesReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (item.virtualMachineScaleSetId !== null) return { verdict: 'not_applicable', because: 'member of a scale set' };
    if (item.powerState === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { powerState: null } };
    if (!stopped.test(item.powerState)) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { powerState: item.powerState, vmSize: item.vmSize, osType: item.osType },
      window: null,
      formula: formula('power state = stopped (not deallocated)'),
      assumptions: [
        'The power state carries no time: a machine in the middle of maintenance looks the same, so severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: virtualMachinePriceKeys(item, identity.region ?? '') },
    };
  },
});
