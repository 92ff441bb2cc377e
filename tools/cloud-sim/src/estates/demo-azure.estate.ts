import type { AzureEstateDeclaration } from '../azure/azure-estate.js';
import type { GivenKeys } from '../identity/issuer-keys.js';

/** Who may sign in without a secret: the demo's own issuer, known only once it listens. */
export interface FederatedTrust {
  readonly issuer: string;
  /** Exact, or ending in `*`. */
  readonly subject: string;
  /** Its keys, where it cannot be asked for them. */
  readonly jwks?: GivenKeys;
}

export const demoAzureTenantId = '6f2c1e7a-54d0-4b7e-9c1f-0d5a7be31c01';
export const demoAzureSubscriptionId = '0b8f0a52-9d43-4f57-8c11-2f6f0c7be902';
export const demoAzureClientId = 'c4a8d9e0-7f11-4c7d-a0f4-63b1f1f0aa03';
/** Opens nothing but this simulated tenant. */
export const demoAzureClientSecret = 'demo-estate-secret-opens-nothing-real';

/** About 220 Azure resources of a small shop: every fault at least once, and traps beside them. */
export function demoAzureEstate(trust?: FederatedTrust): AzureEstateDeclaration {
  return {
    cloudTenantId: demoAzureTenantId,
    currency: 'EUR',
    applications: [
      {
        clientId: demoAzureClientId,
        objectId: '9a7d3bb2-2f0e-4b43-8a75-5c9e2d1e7d04',
        displayName: 'vitrine-audit',
        clientSecret: demoAzureClientSecret,
        federatedCredentials: trust === undefined ? [] : [trust],
      },
    ],
    subscriptions: [
      {
        subscriptionId: demoAzureSubscriptionId,
        displayName: 'Shop production',
        resources: [
          {
            kind: 'virtualMachine',
            name: 'shop-web',
            count: 10,
            condition: 'busy',
            dataDisks: 1,
            dailyCost: '2.8745',
            diskDailyCost: '0.6521',
            resourceGroup: 'rg-shop',
          },
          {
            kind: 'virtualMachine',
            name: 'build-agent',
            count: 3,
            condition: 'idle',
            dailyCost: '5.7419',
            diskDailyCost: '0.1875',
            resourceGroup: 'rg-build',
            size: 'Standard_D4s_v5',
          },
          {
            kind: 'virtualMachine',
            name: 'report-runner',
            count: 2,
            condition: 'idle',
            dailyCost: '2.8745',
            diskDailyCost: '0.1875',
            resourceGroup: 'rg-data',
            region: 'northeurope',
          },
          {
            kind: 'virtualMachine',
            name: 'migration-host',
            count: 3,
            condition: 'stopped',
            dailyCost: '2.8745',
            diskDailyCost: '0.1875',
            resourceGroup: 'rg-data',
          },
          {
            kind: 'virtualMachine',
            name: 'appliance',
            count: 3,
            condition: 'no-metrics',
            dailyCost: '2.8745',
            diskDailyCost: '0.1875',
            resourceGroup: 'rg-edge',
          },
          { kind: 'virtualMachine', name: 'sensor-gate', count: 2, condition: 'patchy-metrics', dailyCost: '2.8745', resourceGroup: 'rg-edge' },
          { kind: 'virtualMachine', name: 'new-worker', count: 1, condition: 'idle-young', dailyCost: '2.8745', resourceGroup: 'rg-shop' },
          { kind: 'virtualMachine', name: 'render-spot', count: 1, condition: 'idle-spot', dailyCost: '0.5812', resourceGroup: 'rg-shop' },
          { kind: 'virtualMachine', name: 'seasonal', count: 2, condition: 'deallocated', diskDailyCost: '0.1875', resourceGroup: 'rg-shop' },
          { kind: 'disk', name: 'left-behind', count: 5, condition: 'unattached', dailyCost: '0.6521', resourceGroup: 'rg-data' },
          { kind: 'disk', name: 'old-database', count: 2, condition: 'unattached', dailyCost: '2.4193', sizeGb: 512, resourceGroup: 'rg-data', billedDays: 23 },
          { kind: 'disk', name: 'lab-copy', count: 1, condition: 'unattached', resourceGroup: 'rg-build' },
          { kind: 'disk', name: 'just-detached', count: 2, condition: 'unattached-young', dailyCost: '0.6521', resourceGroup: 'rg-build' },
          { kind: 'disk', name: 'replicating', count: 2, condition: 'active-sas', dailyCost: '0.6521', resourceGroup: 'rg-recovery' },
          { kind: 'disk', name: 'standby', count: 1, condition: 'asr-replica-name', dailyCost: '0.6521', resourceGroup: 'rg-recovery' },
          { kind: 'disk', name: 'standby-tagged', count: 1, condition: 'asr-replica-tag', dailyCost: '0.6521', resourceGroup: 'rg-recovery' },
          { kind: 'disk', name: 'claim', count: 3, condition: 'kubernetes-pvc', dailyCost: '0.3312', resourceGroup: 'mc-shop-aks' },
          { kind: 'publicIp', name: 'shop-ip', count: 6, condition: 'in-use', dailyCost: '0.1152', resourceGroup: 'rg-shop' },
          { kind: 'publicIp', name: 'unused-ip', count: 4, condition: 'idle', dailyCost: '0.1152', resourceGroup: 'rg-shop' },
          { kind: 'publicIp', name: 'egress-ip', count: 1, condition: 'nat-gateway', dailyCost: '0.1152', resourceGroup: 'rg-edge' },
          { kind: 'publicIp', name: 'prefix-ip', count: 1, condition: 'prefix', dailyCost: '0.1152', resourceGroup: 'rg-edge' },
          { kind: 'publicIp', name: 'basic-ip', count: 1, condition: 'idle-basic', resourceGroup: 'rg-edge' },
          { kind: 'snapshot', name: 'before-upgrade', count: 6, condition: 'stale', dailyCost: '0.0914', resourceGroup: 'rg-data' },
          { kind: 'snapshot', name: 'nightly', count: 4, condition: 'fresh', dailyCost: '0.0914', resourceGroup: 'rg-data' },
          { kind: 'snapshot', name: 'vault', count: 3, condition: 'backup-managed', dailyCost: '0.0914', resourceGroup: 'rg-recovery' },
          { kind: 'loadBalancer', name: 'shop-lb', count: 2, condition: 'balanced', dailyCost: '0.5833', resourceGroup: 'rg-shop' },
          { kind: 'loadBalancer', name: 'retired-lb', count: 2, condition: 'empty', dailyCost: '0.5833', resourceGroup: 'rg-shop' },
          { kind: 'loadBalancer', name: 'basic-lb', count: 1, condition: 'empty-basic', resourceGroup: 'rg-edge' },
          { kind: 'loadBalancer', name: 'jump-lb', count: 1, condition: 'inbound-nat', dailyCost: '0.5833', resourceGroup: 'rg-edge' },
          { kind: 'loadBalancer', name: 'shop-aks', count: 1, condition: 'aks-scaled-to-zero', dailyCost: '0.5833', resourceGroup: 'mc-shop-aks' },
          { kind: 'natGateway', name: 'egress', count: 1, condition: 'in-use', dailyCost: '1.0397', resourceGroup: 'rg-edge' },
          { kind: 'natGateway', name: 'forgotten-egress', count: 1, condition: 'orphan', dailyCost: '1.0397', resourceGroup: 'rg-edge' },
          { kind: 'appServicePlan', name: 'site-plan', count: 1, condition: 'with-sites', dailyCost: '3.7241', resourceGroup: 'rg-shop' },
          { kind: 'appServicePlan', name: 'empty-plan', count: 2, condition: 'empty', dailyCost: '3.7241', resourceGroup: 'rg-shop' },
          { kind: 'appServicePlan', name: 'free-plan', count: 1, condition: 'empty-free', resourceGroup: 'rg-build' },
          { kind: 'appServicePlan', name: 'shared-plan', count: 1, condition: 'empty-shared', resourceGroup: 'rg-build' },
          { kind: 'appServicePlan', name: 'function-plan', count: 1, condition: 'empty-consumption', resourceGroup: 'rg-build' },
          ...furtherServices(),
          { kind: 'roleAssignment', name: 'engineer', count: 8, condition: 'live' },
          { kind: 'roleAssignment', name: 'owner', count: 2, condition: 'live', role: 'Owner' },
          { kind: 'roleAssignment', name: 'leaver', count: 3, condition: 'orphaned' },
          { kind: 'roleAssignment', name: 'partner-group', count: 1, condition: 'foreign-group', role: 'Reader' },
        ],
      },
    ],
  };
}

type Group = NonNullable<NonNullable<AzureEstateDeclaration['subscriptions']>[number]['resources']>[number];

/** What a shop that has grown for some years leaves lying about. */
function furtherServices(): Group[] {
  const service = (
    name: string,
    kind: Extract<Group, { kind: 'service' }>['service'],
    condition: string,
    dailyCost: string | null,
    more: { count?: number; resourceGroup?: string; region?: string } = {},
  ): Group => ({ kind: 'service', service: kind, name, condition, resourceGroup: 'rg-shop', ...(dailyCost === null ? {} : { dailyCost }), ...more });
  return [
    {
      kind: 'virtualMachine',
      name: 'order-api',
      count: 3,
      condition: 'oversized',
      dailyCost: '5.7419',
      diskDailyCost: '0.1875',
      resourceGroup: 'rg-shop',
      size: 'Standard_D4s_v5',
    },
    { kind: 'virtualMachine', name: 'cash-desk', count: 2, condition: 'windows', dailyCost: '5.2160', diskDailyCost: '0.1875', resourceGroup: 'rg-shop' },
    { kind: 'virtualMachine', name: 'rehearsal', count: 2, condition: 'office-hours', dailyCost: '2.8745', diskDailyCost: '0.1875', resourceGroup: 'rg-build' },
    { kind: 'virtualMachine', name: 'licensed-desk', count: 1, condition: 'windows-licensed', dailyCost: '2.8745', resourceGroup: 'rg-shop' },
    { kind: 'virtualMachine', name: 'last-season', count: 2, condition: 'deallocated-long', dataDisks: 1, diskDailyCost: '0.6521', resourceGroup: 'rg-data' },
    { kind: 'snapshot', name: 'fast-copy', count: 1, condition: 'premium', dailyCost: '0.4300', resourceGroup: 'rg-data' },
    service('shield', 'ddosPlan', 'unassociated', '88.1200', { resourceGroup: 'rg-edge' }),
    service('branch-vpn', 'virtualNetworkGateway', 'connected', '4.1800', { resourceGroup: 'rg-edge' }),
    service('old-branch-vpn', 'virtualNetworkGateway', 'idle', '4.1800', { resourceGroup: 'rg-edge' }),
    service('datacentre', 'expressRouteCircuit', 'unprovisioned', '9.9300', { resourceGroup: 'rg-edge', region: 'northeurope' }),
    service('front-door', 'applicationGateway', 'in-use', '7.2100', { resourceGroup: 'rg-edge' }),
    service('old-front-door', 'applicationGateway', 'no-backend', '7.2100', { resourceGroup: 'rg-edge' }),
    service('moved-front-door', 'applicationGateway', 'redirect-only', '7.2100', { resourceGroup: 'rg-edge' }),
    service('hub-firewall', 'firewall', 'in-use', '27.3500', { resourceGroup: 'rg-edge' }),
    service('trial-firewall', 'firewall', 'idle', '27.3500', { resourceGroup: 'rg-edge' }),
    service('store-link', 'privateEndpoint', 'approved', '0.2190', { count: 3, resourceGroup: 'rg-edge' }),
    service('cut-link', 'privateEndpoint', 'disconnected', '0.2190', { count: 2, resourceGroup: 'rg-edge' }),
    service('inner-names', 'privateDnsZone', 'linked', '0.0500', { resourceGroup: 'rg-edge' }),
    service('old-names', 'privateDnsZone', 'unused', '0.0500', { resourceGroup: 'rg-edge' }),
    service('orders', 'sqlDatabase', 'used', '4.8300', { resourceGroup: 'rg-data' }),
    service('orders-copy', 'sqlDatabase', 'idle', '4.8300', { resourceGroup: 'rg-data' }),
    service('catalogue', 'sqlDatabase', 'underutilised', '9.6600', { resourceGroup: 'rg-data' }),
    service('orders-replica', 'sqlDatabase', 'geo-replica', '4.8300', { resourceGroup: 'rg-data' }),
    service('shared-pool', 'sqlElasticPool', 'in-use', '7.1200', { resourceGroup: 'rg-data' }),
    service('left-pool', 'sqlElasticPool', 'empty', '7.1200', { resourceGroup: 'rg-data' }),
    service('ledger', 'sqlManagedInstance', 'underutilised', '31.4200', { resourceGroup: 'rg-data' }),
    service('stock', 'postgresqlServer', 'underutilised', '11.2700', { resourceGroup: 'rg-data' }),
    service('stock-replica', 'postgresqlServer', 'replica', '11.2700', { resourceGroup: 'rg-data' }),
    service('blog', 'mysqlServer', 'underutilised', '6.0400', { resourceGroup: 'rg-data' }),
    service('baskets', 'cosmosAccount', 'overprovisioned', '36.5000', { resourceGroup: 'rg-data' }),
    service('sessions', 'cosmosAccount', 'serverless', '1.2000', { resourceGroup: 'rg-data' }),
    service('archive', 'attachedDisk', 'underused', '4.7200', { count: 2, resourceGroup: 'rg-data' }),
    service('shop-plan', 'loadedAppServicePlan', 'used', '7.4482'),
    service('intranet-plan', 'loadedAppServicePlan', 'oversized', '7.4482', { count: 2 }),
    service('scoring', 'modelEndpoint', 'idle', '5.9000', { resourceGroup: 'rg-data' }),
    service('warehouse', 'synapsePool', 'idle', '48.3000', { resourceGroup: 'rg-data' }),
    service('shop-logs', 'logWorkspace', 'included', '3.1000'),
    service('audit-logs', 'logWorkspace', 'retention-long', '12.4000'),
  ];
}
