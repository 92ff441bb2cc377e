import { cosmosAccount, mysqlServer, postgresqlServer, sqlDatabase, sqlElasticPool, sqlManagedInstance } from './data-families.js';
import { applicationGateway, ddosPlan, expressRouteCircuit, firewall, privateDnsZone, privateEndpoint, virtualNetworkGateway } from './network-families.js';
import { attachedDisk, loadedAppServicePlan, logWorkspace, modelEndpoint, synapsePool } from './platform-families.js';
import type { ServiceFamily } from './service-family.js';
import type { AzureServiceName } from './service-names.js';

export const serviceFamilies: Readonly<Record<AzureServiceName, ServiceFamily>> = {
  ddosPlan,
  virtualNetworkGateway,
  expressRouteCircuit,
  applicationGateway,
  firewall,
  privateEndpoint,
  privateDnsZone,
  sqlDatabase,
  sqlElasticPool,
  sqlManagedInstance,
  postgresqlServer,
  mysqlServer,
  cosmosAccount,
  attachedDisk,
  loadedAppServicePlan,
  modelEndpoint,
  synapsePool,
  logWorkspace,
};
