import type { AzureNetworkConnection, AzureNetworkExpressRouteCircuit, AzureNetworkVirtualNetworkGateway } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const gateway = (more: Partial<AzureNetworkVirtualNetworkGateway> = {}): AzureNetworkVirtualNetworkGateway => ({
  ...armCase('Microsoft.Network/virtualNetworkGateways', 'gateway-001'),
  gatewayType: 'Vpn',
  skuName: 'VpnGw1',
  pointToSite: false,
  ...more,
});
const connection = (gatewayIds: readonly string[]): AzureNetworkConnection => ({
  ...armCase('Microsoft.Network/connections', 'site-001'),
  subscriptionId: '99999999-2222-4333-8444-555555555555',
  connectionType: 'IPsec',
  gatewayIds: [...gatewayIds],
});
const circuit = (providerState: string): AzureNetworkExpressRouteCircuit => ({
  ...armCase('Microsoft.Network/expressRouteCircuits', 'circuit-001'),
  skuName: 'Standard_MeteredData',
  providerState,
  circuitState: 'Enabled',
  expressRoutePortId: null,
});

export const azureNetworkVirtualNetworkGatewayIdleFixture: RuleFixture<AzureNetworkVirtualNetworkGateway> = {
  fail: [
    { title: 'no connection at all', item: gateway(), facts: { connections: 0 } },
    { title: 'connections of other gateways', item: gateway(), lookups: { connections: [connection(['/subscriptions/x/other'])] } },
    {
      title: 'for ExpressRoute, and every circuit of the region is in use elsewhere',
      item: gateway({ gatewayType: 'ExpressRoute', skuName: 'Standard' }),
      lookups: { circuits: [circuit('Provisioned')] },
    },
  ],
  pass: [
    { title: 'clients may dial in (point to site)', item: gateway({ pointToSite: true }) },
    { title: 'connected from another subscription', item: gateway(), lookups: { connections: [connection([gateway().id.toUpperCase()])] } },
  ],
  notApplicable: [
    {
      title: 'for ExpressRoute, while a circuit of its region is not switched on yet',
      item: gateway({ gatewayType: 'ExpressRoute' }),
      lookups: { circuits: [circuit('NotProvisioned')] },
      because: /circuit/,
    },
  ],
  undetermined: [],
};
