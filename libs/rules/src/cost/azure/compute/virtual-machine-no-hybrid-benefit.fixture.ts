import type { AzureComputeVirtualMachine, AzureResourcesSubscription } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { machineCase } from '../../../testing/azure-machine-case.js';

const machine = (more: Partial<AzureComputeVirtualMachine> = {}): AzureComputeVirtualMachine =>
  machineCase({ osType: 'Windows', imagePublisher: 'MicrosoftWindowsServer', imageOffer: 'WindowsServer', ...more });
const subscription = (quotaId: string): AzureResourcesSubscription => ({
  subscriptionId: machine().subscriptionId,
  name: 'Production',
  state: 'Enabled',
  quotaId,
});

export const azureComputeVirtualMachineNoHybridBenefitFixture: RuleFixture<AzureComputeVirtualMachine> = {
  fail: [
    { title: 'Windows without a licence type', item: machine(), lookups: { subscriptions: [subscription('EnterpriseAgreement_2014-09-01')] } },
    { title: 'the licence type None', item: machine({ licenseType: 'None' }), lookups: { subscriptions: [subscription('PayAsYouGo_2014-09-01')] } },
    {
      title: 'Windows in an image of a third party (finops-toolkit#1793)',
      item: machine({ imagePublisher: 'some-vendor', imageOffer: 'appliance' }),
      lookups: { subscriptions: [subscription('EnterpriseAgreement_2014-09-01')] },
    },
  ],
  pass: [
    { title: 'Linux', item: machine({ osType: 'Linux' }) },
    { title: 'brings its licence', item: machine({ licenseType: 'Windows_Server' }) },
    { title: 'brings a client licence', item: machine({ licenseType: 'Windows_Client' }) },
  ],
  notApplicable: [
    { title: 'deallocated', item: machine({ powerState: 'PowerState/deallocated' }), because: /deallocated/ },
    { title: 'a desktop image', item: machine({ imagePublisher: 'MicrosoftWindowsDesktop', imageOffer: 'windows-11' }), because: /people/ },
    {
      title: 'in a Dev/Test subscription (finops-toolkit#1819)',
      item: machine(),
      lookups: { subscriptions: [subscription('MSDNDevTest_2014-09-01')] },
      because: /Dev\/Test/,
    },
    { title: 'member of a scale set (finops-toolkit#2067)', item: machine({ virtualMachineScaleSetId: '/subscriptions/x/set' }), because: /scale set/ },
  ],
  undetermined: [
    { title: 'no operating system', item: machine({ osType: null }), reason: 'unavailable' },
    { title: 'no power state', item: machine({ powerState: null }), reason: 'unavailable' },
  ],
};
