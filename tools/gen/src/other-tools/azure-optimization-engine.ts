import { answered, left, type OtherToolCheck, reasons } from './other-tool-check.js';

export const azureOptimizationEngineChecks: readonly OtherToolCheck[] = [
  answered('virtual machines to right-size (Advisor, augmented)', 'azure.compute.virtual-machine-idle', 'azure.compute.virtual-machine-oversized'),
  left('underused scale sets', 'Members of a scale set belong to its scaling; its size by its load is not judged yet.'),
  answered('underused Premium SSD disks', 'azure.compute.disk-premium-underused'),
  answered('underused App Service plans', 'azure.web.app-service-plan-oversized'),
  answered('underused SQL databases (DTU)', 'azure.sql.database-underutilised'),
  answered('orphaned disks', 'azure.compute.disk-unattached'),
  answered('orphaned public IP addresses', 'azure.network.public-ip-idle', 'bill.address-idle'),
  answered('Standard load balancers without a backend pool', 'azure.network.load-balancer-empty'),
  answered('application gateways without a backend pool', 'azure.network.application-gateway-no-backend'),
  answered('virtual machines deallocated long ago', 'azure.compute.virtual-machine-deallocated-disks'),
  left('storage accounts without a retention policy', reasons.notYet),
  answered('App Service plans without an application', 'azure.web.app-service-plan-empty'),
  answered('virtual machines stopped, not deallocated', 'azure.compute.virtual-machine-stopped-not-deallocated'),
];
