import type { JsonObject } from '../../http/json-answer.js';
import { companionOf, type ServiceFamily, type ServicePlace } from './service-family.js';

const otherId = (place: ServicePlace, type: string, name: string): string =>
  `/subscriptions/${place.expansion.subscriptionId}/resourceGroups/${place.expansion.group.resourceGroup}/providers/${type}/${name}`;

export const ddosPlan: ServiceFamily = {
  type: 'Microsoft.Network/ddosProtectionPlans',
  billedAs: 'Azure DDOS Protection',
  situations: {
    'in-use': {
      verdicts: { 'azure-ddos-plan-unassociated': 'pass' },
      shape: (place) => {
        const network = otherId(place, 'Microsoft.Network/virtualNetworks', `${place.name}-vnet`);
        return {
          properties: { virtualNetworks: [{ id: network }] },
          companions: [companionOf(place, 'Microsoft.Network/virtualNetworks', `${place.name}-vnet`, { ddosProtectionPlan: { id: place.id }, subnets: [] })],
        };
      },
    },
    /** The plan does not list it (yet), but a network names the plan. */
    'named-by-network': {
      verdicts: { 'azure-ddos-plan-unassociated': 'pass' },
      shape: (place) => ({
        properties: { virtualNetworks: [] },
        companions: [
          companionOf(place, 'Microsoft.Network/virtualNetworks', `${place.name}-vnet`, { ddosProtectionPlan: { id: place.id.toUpperCase() }, subnets: [] }),
        ],
      }),
    },
    unassociated: { fault: 'azure-ddos-plan-unassociated', shape: () => ({ properties: { virtualNetworks: [] } }) },
  },
};

const gateway = (gatewayType: string, more: JsonObject = {}): JsonObject => ({
  gatewayType,
  vpnType: 'RouteBased',
  sku: { name: gatewayType === 'Vpn' ? 'VpnGw1' : 'Standard', tier: gatewayType === 'Vpn' ? 'VpnGw1' : 'Standard', capacity: 2 },
  enableBgp: false,
  activeActive: false,
  ...more,
});

export const virtualNetworkGateway: ServiceFamily = {
  type: 'Microsoft.Network/virtualNetworkGateways',
  billedAs: 'VPN Gateway',
  situations: {
    connected: {
      verdicts: { 'azure-vnet-gateway-idle': 'pass' },
      shape: (place) => ({
        properties: gateway('Vpn'),
        companions: [
          companionOf(place, 'Microsoft.Network/connections', `${place.name}-site`, {
            connectionType: 'IPsec',
            connectionStatus: 'Connected',
            virtualNetworkGateway1: { id: place.id },
          }),
        ],
      }),
    },
    'point-to-site': {
      verdicts: { 'azure-vnet-gateway-idle': 'pass' },
      shape: () => ({ properties: gateway('Vpn', { vpnClientConfiguration: { vpnClientAddressPool: { addressPrefixes: ['172.16.0.0/24'] } } }) }),
    },
    idle: { fault: 'azure-vnet-gateway-idle', shape: () => ({ properties: gateway('Vpn') }) },
    'idle-express-route': { fault: 'azure-vnet-gateway-idle', shape: () => ({ properties: gateway('ExpressRoute') }) },
    /** To be declared in a region where a circuit is not switched on. */
    'awaits-circuit': { verdicts: { 'azure-vnet-gateway-idle': 'not_applicable' }, shape: () => ({ properties: gateway('ExpressRoute') }) },
  },
};

const circuit = (serviceProviderProvisioningState: string | null, more: JsonObject = {}): { sku: JsonObject; properties: JsonObject } => ({
  sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' },
  properties: {
    circuitProvisioningState: 'Enabled',
    ...(serviceProviderProvisioningState === null ? {} : { serviceProviderProvisioningState }),
    serviceProviderProperties: { serviceProviderName: 'Equinix', peeringLocation: 'Frankfurt', bandwidthInMbps: 200 },
    peerings: [],
    authorizations: [],
    ...more,
  },
});

export const expressRouteCircuit: ServiceFamily = {
  type: 'Microsoft.Network/expressRouteCircuits',
  billedAs: 'ExpressRoute',
  situations: {
    'in-use': { verdicts: { 'azure-expressroute-unprovisioned': 'pass' }, shape: () => circuit('Provisioned') },
    ordered: { verdicts: { 'azure-expressroute-unprovisioned': 'pass' }, shape: () => circuit('Provisioning') },
    unprovisioned: { fault: 'azure-expressroute-unprovisioned', shape: () => circuit('NotProvisioned') },
    direct: {
      verdicts: { 'azure-expressroute-unprovisioned': 'not_applicable' },
      shape: (place) => circuit(null, { expressRoutePort: { id: otherId(place, 'Microsoft.Network/ExpressRoutePorts', 'port') } }),
    },
    'no-state': { verdicts: { 'azure-expressroute-unprovisioned': 'unavailable' }, shape: () => circuit(null) },
  },
};

const edge = (backendAddresses: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
  sku: { name: 'Standard_v2', tier: 'Standard_v2', capacity: 1 },
  operationalState: 'Running',
  backendAddressPools: [{ name: 'pool', properties: { provisioningState: 'Succeeded', backendAddresses } }],
  requestRoutingRules: [{ name: 'https', properties: { ruleType: 'Basic', backendAddressPool: { id: 'pool' } } }],
  ...more,
});

export const applicationGateway: ServiceFamily = {
  type: 'Microsoft.Network/applicationGateways',
  billedAs: 'Application Gateway',
  situations: {
    'in-use': { verdicts: { 'azure-appgw-no-backend': 'pass' }, shape: () => ({ properties: edge([{ fqdn: 'shop.example' }]) }) },
    'no-backend': { fault: 'azure-appgw-no-backend', shape: () => ({ properties: edge([]) }) },
    'redirect-only': {
      verdicts: { 'azure-appgw-no-backend': 'pass' },
      shape: () => ({
        properties: edge([], { requestRoutingRules: [{ name: 'http', properties: { ruleType: 'Basic', redirectConfiguration: { id: 'redirect' } } }] }),
      }),
    },
    'ingress-controller': {
      verdicts: { 'azure-appgw-no-backend': 'not_applicable' },
      shape: () => ({ properties: edge([]), tags: { 'managed-by-k8s-ingress': '1.7.2/shop' } }),
    },
    stopped: { verdicts: { 'azure-appgw-no-backend': 'not_applicable' }, shape: () => ({ properties: edge([], { operationalState: 'Stopped' }) }) },
  },
};

const firewallWith = (more: JsonObject = {}): JsonObject => ({
  sku: { name: 'AZFW_VNet', tier: 'Standard' },
  threatIntelMode: 'Alert',
  ipConfigurations: [{ name: 'configuration', properties: { privateIPAddress: '10.0.1.4' } }],
  ...more,
});

export const firewall: ServiceFamily = {
  type: 'Microsoft.Network/azureFirewalls',
  billedAs: 'Azure Firewall',
  situations: {
    'in-use': {
      verdicts: { 'azure-firewall-idle': 'pass' },
      measures: { DataProcessed: { base: 0, peak: 4_000_000, everyHours: 24 } },
      shape: () => ({ properties: firewallWith() }),
    },
    idle: { fault: 'azure-firewall-idle', measures: { DataProcessed: 0 }, shape: () => ({ properties: firewallWith() }) },
    'no-metrics': { verdicts: { 'azure-firewall-idle': 'no_metrics' }, shape: () => ({ properties: firewallWith() }) },
    /** Its datapoints do not reach back over the window: the only sign of its age. */
    young: { verdicts: { 'azure-firewall-idle': 'no_metrics' }, ageDays: 9, measures: { DataProcessed: 0 }, shape: () => ({ properties: firewallWith() }) },
    deallocated: { verdicts: { 'azure-firewall-idle': 'not_applicable' }, shape: () => ({ properties: firewallWith({ ipConfigurations: [] }) }) },
    'forced-tunnel': {
      verdicts: { 'azure-firewall-idle': 'not_applicable' },
      measures: { DataProcessed: 0 },
      shape: (place) => ({ properties: firewallWith({ managementIpConfiguration: { name: 'management', id: `${place.id}/managementIpConfiguration` } }) }),
    },
  },
};

const link = (status: string | null): JsonObject => ({
  privateLinkServiceConnections: [
    {
      name: 'link',
      properties: {
        groupIds: ['blob'],
        ...(status === null ? {} : { privateLinkServiceConnectionState: { status, description: '', actionsRequired: 'None' } }),
      },
    },
  ],
  manualPrivateLinkServiceConnections: [],
});

export const privateEndpoint: ServiceFamily = {
  type: 'Microsoft.Network/privateEndpoints',
  billedAs: 'Virtual Network',
  situations: {
    approved: { verdicts: { 'azure-private-endpoint-disconnected': 'pass' }, shape: () => ({ properties: link('Approved') }) },
    pending: { verdicts: { 'azure-private-endpoint-disconnected': 'pass' }, shape: () => ({ properties: link('Pending') }) },
    disconnected: { fault: 'azure-private-endpoint-disconnected', shape: () => ({ properties: link('Disconnected') }) },
    rejected: { fault: 'azure-private-endpoint-disconnected', shape: () => ({ properties: link('Rejected') }) },
    'no-state': { verdicts: { 'azure-private-endpoint-disconnected': 'unavailable' }, shape: () => ({ properties: link(null) }) },
  },
};

const zone = (numberOfVirtualNetworkLinks: number | null): JsonObject => ({
  ...(numberOfVirtualNetworkLinks === null ? {} : { numberOfVirtualNetworkLinks }),
  numberOfRecordSets: 4,
  maxNumberOfRecordSets: 25_000,
});

export const privateDnsZone: ServiceFamily = {
  type: 'Microsoft.Network/privateDnsZones',
  billedAs: 'Azure DNS',
  situations: {
    linked: { verdicts: { 'azure-private-dns-zone-unused': 'pass' }, shape: () => ({ properties: zone(2) }) },
    unused: { fault: 'azure-private-dns-zone-unused', shape: () => ({ properties: zone(0) }) },
    'links-unknown': { verdicts: { 'azure-private-dns-zone-unused': 'unavailable' }, shape: () => ({ properties: zone(null) }) },
  },
};
