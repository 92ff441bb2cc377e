import type { AzureNetworkExpressRouteCircuit } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const circuit = (more: Partial<AzureNetworkExpressRouteCircuit> = {}): AzureNetworkExpressRouteCircuit => ({
  ...armCase('Microsoft.Network/expressRouteCircuits', 'circuit-001'),
  skuName: 'Standard_MeteredData',
  providerState: 'NotProvisioned',
  circuitState: 'Enabled',
  expressRoutePortId: null,
  ...more,
});

export const azureNetworkExpressRouteCircuitUnprovisionedFixture: RuleFixture<AzureNetworkExpressRouteCircuit> = {
  fail: [
    { title: 'never switched on', item: circuit(), facts: { serviceProviderProvisioningState: 'NotProvisioned' } },
    { title: 'switched off by the provider', item: circuit({ providerState: 'Deprovisioned' }) },
  ],
  pass: [
    { title: 'in use', item: circuit({ providerState: 'Provisioned' }) },
    { title: 'the order is in progress', item: circuit({ providerState: 'Provisioning' }) },
  ],
  notApplicable: [{ title: 'ExpressRoute Direct has no provider', item: circuit({ expressRoutePortId: '/subscriptions/x/port' }), because: /port/ }],
  undetermined: [{ title: 'no state', item: circuit({ providerState: null }), reason: 'unavailable' }],
};
