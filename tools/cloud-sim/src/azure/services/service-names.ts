/** Services that a declaration may name; each has its own situations in `service-families.ts`. */
export const azureServiceNames = [
  'ddosPlan',
  'virtualNetworkGateway',
  'expressRouteCircuit',
  'applicationGateway',
  'firewall',
  'privateEndpoint',
  'privateDnsZone',
  'sqlDatabase',
  'sqlElasticPool',
  'sqlManagedInstance',
  'postgresqlServer',
  'mysqlServer',
  'cosmosAccount',
  'attachedDisk',
  'loadedAppServicePlan',
  'modelEndpoint',
  'synapsePool',
  'logWorkspace',
] as const;
export type AzureServiceName = (typeof azureServiceNames)[number];
