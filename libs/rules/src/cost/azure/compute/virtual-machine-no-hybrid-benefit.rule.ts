import { type AzureComputeVirtualMachine, azureComputeVirtualMachinesReader, azureResourcesSubscriptionsReader } from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { virtualMachinePriceKeys } from '../price-keys.js';

/** Offers whose machines pay no Windows licence in the first place. */
const devTest = /^(MSDNDevTest|MSDN|DevTest)/i;
/** Windows for people, not servers: another licence with its own rules. */
const client = /windows-?(10|11|client)|windowsdesktop/i;

export const azureComputeVirtualMachineNoHybridBenefitRule = defineRule<AzureComputeVirtualMachine>({
  id: 'azure.compute.virtual-machine-no-hybrid-benefit',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Windows machine that pays for its licence by the hour',
  why: 'Who owns Windows Server licences with Software Assurance pays the price of a Linux machine; this one pays both.',
  verify: 'az vm show --ids {resourceId} --query "[licenseType,storageProfile.osDisk.osType,hardwareProfile.vmSize]"',
  remedy: {
    steps: ['Ask procurement how many core licences with Software Assurance are owned and not yet used.', 'Set the machine’s licence type to Windows_Server.'],
    rollback: 'Set the licence type to None; neither change restarts the machine.',
  },
  severity: 'medium',
  effort: 'VeryLow',
  actionGroup: 'config',
  needs: { item: azureComputeVirtualMachinesReader },
  lookups: {
    subscriptions: lookup({
      reader: azureResourcesSubscriptionsReader,
      keys: (subscription) => [{ key: subscription.subscriptionId.toLowerCase(), value: subscription.quotaId ?? '' }],
      ask: (machine: AzureComputeVirtualMachine) => [machine.subscriptionId.toLowerCase()],
    }),
  },
  metrics: {},
  defaults: {},
  evaluate({ item, identity, lookups }) {
    if (item.osType === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { osType: null } };
    // By the operating system, not by the image's publisher: images of third parties carry Windows too (finops-toolkit#1793).
    if (item.osType.toLowerCase() !== 'windows') return { verdict: 'pass' };
    if (item.virtualMachineScaleSetId !== null) return { verdict: 'not_applicable', because: 'member of a scale set, whose licence is set there' };
    if (item.licenseType !== null && item.licenseType.toLowerCase() !== 'none') return { verdict: 'pass' };
    if (item.powerState === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { powerState: null } };
    if (/(^|[/ ])deallocated$/i.test(item.powerState)) return { verdict: 'not_applicable', because: 'deallocated: no licence is billed' };
    if (client.test(`${item.imageOffer ?? ''} ${item.imagePublisher ?? ''}`))
      return { verdict: 'not_applicable', because: 'Windows for people: its right to run comes from user licences' };
    if (devTest.test(String(lookups['subscriptions']?.get(item.subscriptionId.toLowerCase()) ?? '')))
      return { verdict: 'not_applicable', because: 'in a Dev/Test subscription, which pays no Windows licence' };
    const region = identity.region ?? '';
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { osType: item.osType, licenseType: item.licenseType, vmSize: item.vmSize, powerState: item.powerState },
      window: null,
      formula: 'Windows without a licence type; saving = bill × (1 − list price with Linux ÷ list price with Windows)',
      assumptions: [
        'The saving is only real where licences are owned and free: at least 8 cores a machine, and 16 a licence.',
        'The hours that the machine really ran are those of the bill.',
      ],
      cost: {
        kind: 'ratio',
        list: virtualMachinePriceKeys({ vmSize: item.vmSize, osType: 'Windows' }, region),
        target: virtualMachinePriceKeys({ vmSize: item.vmSize, osType: 'Linux' }, region),
      },
    };
  },
});
