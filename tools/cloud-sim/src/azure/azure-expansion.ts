import type { AzureEstate, AzureGroup } from './azure-estate.js';
import type { AzureResource } from './azure-resource.js';
import { expandAppServicePlans } from './expansion/app-service-plans.js';
import { expandDisks } from './expansion/disks.js';
import { expandLoadBalancers } from './expansion/load-balancers.js';
import { expandNatGateways, expandPublicIps } from './expansion/networking.js';
import { expandSnapshots } from './expansion/snapshots.js';
import { expandVirtualMachines } from './expansion/virtual-machines.js';
import { expandServices } from './services/expand-services.js';

/** Every ARM resource that the estate declares, in declaration order. Ids depend on the declaration only, times on `now`. */
export function expandAzure(estate: AzureEstate, seed: number, now: Date): AzureResource[] {
  return estate.subscriptions.flatMap(({ subscriptionId, resources }) => resources.flatMap((group) => expandGroup(group, subscriptionId, seed, now)));
}

function expandGroup(group: AzureGroup, subscriptionId: string, seed: number, now: Date): AzureResource[] {
  const at = { subscriptionId, seed, now };
  switch (group.kind) {
    case 'virtualMachine':
      return expandVirtualMachines({ group, ...at });
    case 'disk':
      return expandDisks({ group, ...at });
    case 'snapshot':
      return expandSnapshots({ group, ...at });
    case 'publicIp':
      return expandPublicIps({ group, ...at });
    case 'loadBalancer':
      return expandLoadBalancers({ group, ...at });
    case 'natGateway':
      return expandNatGateways({ group, ...at });
    case 'appServicePlan':
      return expandAppServicePlans({ group, ...at });
    case 'service':
      return expandServices({ group, ...at });
    case 'roleAssignment':
      return []; // not a resource: azure-directory.ts expands it
    default:
      return group satisfies never;
  }
}
