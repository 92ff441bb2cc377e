import { noGrantNeeded, type Operation } from './operation.js';

const arm = 'management.azure.com';
const graph = 'graph.microsoft.com';
const authority = 'login.microsoftonline.com';

/**
 * One resource type read through Resource Graph. The wire is one path for all of them; the gate also checks that the query
 * names this type and no other, so the id stays as narrow as the permission that a customer grants.
 */
function resourceGraph(permission: string, why: string): Operation {
  return {
    id: permission,
    cloud: 'azure',
    list: 'inventory',
    permission,
    why,
    wire: { protocol: 'rest', method: 'POST', host: arm, path: '/providers/Microsoft.ResourceGraph/resources', apiVersion: '2022-10-01' },
  };
}

function armRead(permission: string, why: string, path: string, apiVersion: string, query: readonly string[]): Operation {
  return { id: permission, cloud: 'azure', list: 'inventory', permission, why, wire: { protocol: 'rest', method: 'GET', host: arm, path, apiVersion, query } };
}

function directory(id: string, permission: string, why: string, path: string): Operation {
  return {
    id,
    cloud: 'azure',
    list: 'inventory',
    permission,
    why,
    wire: { protocol: 'rest', method: 'GET', host: graph, path, query: ['$select', '$top', '$skiptoken'] },
  };
}

const subscription = '/subscriptions/{subscriptionId}';
const authorization = `${subscription}/providers/Microsoft.Authorization`;

const inventory: readonly Operation[] = [
  armRead('Microsoft.Resources/subscriptions/read', 'Which subscriptions the principal can see.', '/subscriptions', '2022-12-01', ['$skiptoken']),
  armRead(
    'Microsoft.Authorization/permissions/read',
    'What the principal may read, because Resource Graph shows nothing where it may not.',
    `${authorization}/permissions`,
    '2022-04-01',
    ['$skiptoken'],
  ),
  armRead(
    'Microsoft.Authorization/roleAssignments/read',
    'Role assignments, to find orphaned ones and write rights of the connected principal.',
    `${authorization}/roleAssignments`,
    '2022-04-01',
    ['$filter', '$skiptoken', '$skipToken'],
  ),
  armRead(
    'Microsoft.Authorization/roleDefinitions/read',
    'What the assigned roles allow, to refuse principals that could write.',
    `${authorization}/roleDefinitions`,
    '2022-04-01',
    ['$filter', '$skiptoken', '$skipToken'],
  ),
  armRead(
    'Microsoft.Advisor/recommendations/read',
    'What Azure itself advises to stop or to make smaller, as evidence beside our own findings.',
    `${subscription}/providers/Microsoft.Advisor/recommendations`,
    '2023-01-01',
    ['$filter', '$top', '$skiptoken', '$skipToken'],
  ),
  resourceGraph('Microsoft.Compute/disks/read', 'Managed disks, their state, size and last owner change.'),
  resourceGraph('Microsoft.Compute/snapshots/read', 'Snapshots, their age, size and source disk.'),
  resourceGraph('Microsoft.Compute/virtualMachines/read', 'Machines, their power state, size and age.'),
  resourceGraph('Microsoft.Network/publicIPAddresses/read', 'Public addresses and what they are bound to.'),
  resourceGraph('Microsoft.Network/loadBalancers/read', 'Load balancers, their rules and back-end pools.'),
  resourceGraph('Microsoft.Network/natGateways/read', 'NAT gateways and the subnets that use them.'),
  resourceGraph('Microsoft.Network/ddosProtectionPlans/read', 'DDoS protection plans and how many networks they protect.'),
  resourceGraph('Microsoft.Network/virtualNetworks/read', 'Which virtual networks name a DDoS protection plan.'),
  resourceGraph('Microsoft.Network/virtualNetworkGateways/read', 'VPN and ExpressRoute gateways and whether clients may dial in.'),
  resourceGraph('Microsoft.Network/connections/read', 'Which gateways a connection uses.'),
  resourceGraph('Microsoft.Network/expressRouteCircuits/read', 'ExpressRoute circuits and whether the provider has switched them on.'),
  resourceGraph('Microsoft.Network/applicationGateways/read', 'Application gateways, their rules and back-end pools.'),
  resourceGraph('Microsoft.Network/azureFirewalls/read', 'Firewalls, their tier and addresses.'),
  resourceGraph('Microsoft.Network/privateEndpoints/read', 'Private endpoints and the state of their link.'),
  resourceGraph('Microsoft.Network/privateDnsZones/read', 'Private DNS zones and the number of networks that ask them.'),
  resourceGraph('Microsoft.Sql/servers/databases/read', 'SQL databases, their tier, pool and replication.'),
  resourceGraph('Microsoft.Sql/servers/elasticPools/read', 'SQL elastic pools and their size.'),
  resourceGraph('Microsoft.Sql/managedInstances/read', 'SQL managed instances and their size.'),
  resourceGraph('Microsoft.DBforPostgreSQL/flexibleServers/read', 'PostgreSQL servers, their tier and state.'),
  resourceGraph('Microsoft.DBforMySQL/flexibleServers/read', 'MySQL servers, their tier and state.'),
  resourceGraph('Microsoft.OperationalInsights/workspaces/read', 'How long log workspaces keep data; never what is in them.'),
  resourceGraph('Microsoft.OperationsManagement/solutions/read', 'Which log workspaces Sentinel uses, since it includes 90 days.'),
  resourceGraph('Microsoft.DocumentDB/databaseAccounts/read', 'Cosmos DB accounts and their way of billing; never keys or data.'),
  resourceGraph('Microsoft.MachineLearningServices/workspaces/onlineEndpoints/read', 'Endpoints of trained models and their deployments.'),
  resourceGraph('Microsoft.Synapse/workspaces/sqlPools/read', 'Dedicated SQL pools, their size and state.'),
  resourceGraph('Microsoft.Web/serverfarms/read', 'App Service plans, their tier and number of sites.'),
  {
    id: 'Microsoft.Insights/metrics/read',
    cloud: 'azure',
    list: 'inventory',
    permission: 'Microsoft.Insights/metrics/read',
    why: 'Metric statistics of candidates, 50 resources a call.',
    wire: {
      protocol: 'rest',
      method: 'POST',
      host: '{region}.metrics.monitor.azure.com',
      path: `${subscription}/metrics:getBatch`,
      apiVersion: '2024-02-01',
      query: ['starttime', 'endtime', 'interval', 'metricnamespace', 'metricnames', 'aggregation', 'top'],
    },
  },
  directory(
    'microsoft.graph/users/list',
    'User.ReadBasic.All',
    'Ids of users, to tell whether the principal of a role assignment still exists.',
    '/v1.0/users',
  ),
  directory('microsoft.graph/servicePrincipals/list', 'Application.Read.All', 'Ids of service principals, for the same reason.', '/v1.0/servicePrincipals'),
  directory('microsoft.graph/groups/list', 'GroupMember.Read.All', 'Ids of groups, for the same reason.', '/v1.0/groups'),
  {
    id: 'prices.azure.com/retail/prices',
    cloud: 'azure',
    list: 'inventory',
    permission: noGrantNeeded,
    why: 'List prices, used only where the bill has no row for a resource. Public, sent without a token.',
    wire: {
      protocol: 'rest',
      method: 'GET',
      host: 'prices.azure.com',
      path: '/api/retail/prices',
      apiVersion: '2023-01-01-preview',
      query: ['$filter', '$skip', '$top', 'currencyCode', 'meterRegion'],
    },
  },
];

const billing: readonly Operation[] = [
  {
    id: 'Microsoft.CostManagement/query/action',
    cloud: 'azure',
    list: 'billing',
    permission: 'Microsoft.CostManagement/query/action',
    why: 'Daily cost per resource, which prices findings by the bill. An action by name that only reads.',
    wire: {
      protocol: 'rest',
      method: 'POST',
      host: arm,
      path: '/{+scope}/providers/Microsoft.CostManagement/query',
      apiVersion: '2023-11-01',
      query: ['$skiptoken'],
    },
    pinnedTo: 'scope',
  },
  exportBlob('azure.storage.ListBlobs', 'Names of the files of the cost export, below its own directory and nowhere else.', {
    path: '/{container}',
    fixed: { restype: 'container', comp: 'list' },
    query: ['prefix', 'marker', 'maxresults'],
    root: 'EnumerationResults',
  }),
  exportBlob('azure.storage.GetBlob', 'Manifests and files of the cost export, below its own directory and nowhere else.', {
    path: '/{container}/{+blob}',
    bytes: true,
  }),
];

/** A data action: granted on the export's own container, never on a subscription. */
function exportBlob(
  id: string,
  why: string,
  wire: Pick<Extract<Operation['wire'], { protocol: 'rest' }>, 'path' | 'fixed' | 'query' | 'root' | 'bytes'>,
): Operation {
  return {
    id,
    cloud: 'azure',
    list: 'billing',
    permission: 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
    why,
    wire: { protocol: 'rest', method: 'GET', host: '{account}.blob.core.windows.net', ...wire },
    pinnedTo: 'bucket',
  };
}

const signIn: readonly Operation[] = [
  {
    id: 'entra/openid-configuration',
    cloud: 'azure',
    list: 'sign-in',
    permission: noGrantNeeded,
    why: 'Where the tenant signs in.',
    wire: { protocol: 'rest', method: 'GET', host: authority, path: '/{tenantId}/v2.0/.well-known/openid-configuration' },
  },
  {
    id: 'entra/token',
    cloud: 'azure',
    list: 'sign-in',
    permission: noGrantNeeded,
    why: 'Trades the client secret or the federated assertion for a short token.',
    wire: { protocol: 'rest', method: 'POST', host: authority, path: '/{tenantId}/oauth2/v2.0/token', query: ['client-request-id'] },
  },
];

/** Everything that Vitrine may call at Azure. */
export const azureOperations: readonly Operation[] = [...inventory, ...billing, ...signIn];
