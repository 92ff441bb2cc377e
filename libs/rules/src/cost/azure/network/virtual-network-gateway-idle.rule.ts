import {
  type AzureNetworkVirtualNetworkGateway,
  azureNetworkConnectionsReader,
  azureNetworkExpressRouteCircuitsReader,
  azureNetworkVirtualNetworkGatewaysReader,
} from '@vitrine/cloud-readers';
import { defineRule, lookup } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { armKey } from '../arm-reference.js';

/** A circuit that its provider has not switched on yet: a gateway may be waiting for it. */
const awaitedCircuit = ({ subscriptionId, location }: { readonly subscriptionId: string; readonly location: string }): string =>
  `awaited|${subscriptionId}|${location}`;

export const azureNetworkVirtualNetworkGatewayIdleRule = defineRule<AzureNetworkVirtualNetworkGateway>({
  id: 'azure.network.virtual-network-gateway-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'VPN or ExpressRoute gateway without a connection',
  why: 'A gateway is billed by the hour for its size, whether or not anything is connected through it.',
  verify: 'az network vnet-gateway show --ids {resourceId} --query "[gatewayType,sku.name,vpnClientConfiguration.vpnClientAddressPool]"',
  remedy: {
    steps: ['Ask the network team whether a site or a circuit is about to be connected.', 'Delete the gateway and its public addresses.'],
    rollback: 'Create the gateway again (up to 45 minutes) and connect the sites; its public address will be another.',
  },
  severity: 'high',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: azureNetworkVirtualNetworkGatewaysReader },
  lookups: {
    connections: lookup({
      reader: azureNetworkConnectionsReader,
      keys: (connection) => connection.gatewayIds.map((id) => ({ key: armKey(id) })),
      ask: (gateway: AzureNetworkVirtualNetworkGateway) => [armKey(gateway.id)],
    }),
    circuits: lookup({
      reader: azureNetworkExpressRouteCircuitsReader,
      keys: (circuit) => (circuit.providerState?.toLowerCase() === 'provisioned' ? [] : [{ key: awaitedCircuit(circuit) }]),
      ask: (gateway: AzureNetworkVirtualNetworkGateway) => (isExpressRoute(gateway) ? [awaitedCircuit(gateway)] : []),
    }),
  },
  metrics: {},
  defaults: {},
  evaluate({ item, lookups }) {
    if (item.pointToSite) return { verdict: 'pass' };
    if (lookups['connections']?.has(armKey(item.id)) === true) return { verdict: 'pass' };
    if (isExpressRoute(item) && lookups['circuits']?.has(awaitedCircuit(item)) === true)
      return {
        verdict: 'not_applicable',
        because: 'a circuit of its region is not switched on yet: judged by azure.network.express-route-circuit-unprovisioned',
      };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { gatewayType: item.gatewayType, skuName: item.skuName, connections: 0, pointToSite: false },
      window: null,
      formula: formula('no connection of any subscription that is seen names the gateway, and clients cannot dial in'),
      assumptions: [
        'A connection in a subscription that this connection cannot see looks the same.',
        'The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});

function isExpressRoute(gateway: AzureNetworkVirtualNetworkGateway): boolean {
  return gateway.gatewayType?.toLowerCase() === 'expressroute';
}
