import { type AzureNetworkExpressRouteCircuit, azureNetworkExpressRouteCircuitsReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';

export const azureNetworkExpressRouteCircuitUnprovisionedRule = defineRule<AzureNetworkExpressRouteCircuit>({
  id: 'azure.network.express-route-circuit-unprovisioned',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'ExpressRoute circuit that the provider never switched on',
  why: 'A circuit is billed from the moment its service key exists, not from the day on which the provider connects it.',
  verify: 'az network express-route show --ids {resourceId} --query "[serviceProviderProvisioningState,circuitProvisioningState,sku.name]"',
  remedy: {
    steps: ['Ask the network team and the provider whether an order is open.', 'Delete the circuit.'],
    rollback: 'Create a circuit and hand its new service key to the provider.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: azureNetworkExpressRouteCircuitsReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item }) {
    if (item.expressRoutePortId !== null)
      return { verdict: 'not_applicable', because: 'on a port of its own (ExpressRoute Direct): no provider switches it on' };
    const state = item.providerState?.toLowerCase() ?? null;
    if (state === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { serviceProviderProvisioningState: null } };
    // `Provisioning` is an order that the provider works on.
    if (state !== 'notprovisioned' && state !== 'deprovisioned') return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { serviceProviderProvisioningState: item.providerState, circuitProvisioningState: item.circuitState, skuName: item.skuName },
      window: null,
      formula: formula('serviceProviderProvisioningState is neither Provisioned nor on its way'),
      assumptions: [
        'Azure does not say since when: an order of last week looks like one of last year, so severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
