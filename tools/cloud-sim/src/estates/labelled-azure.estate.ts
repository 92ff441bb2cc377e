import {
  appServicePlanConditions,
  diskConditions,
  loadBalancerConditions,
  natGatewayConditions,
  publicIpConditions,
  snapshotConditions,
  virtualMachineConditions,
} from '../azure/azure-conditions.js';
import type { AzureEstateDeclaration } from '../azure/azure-estate.js';
import { serviceFamilies } from '../azure/services/service-families.js';
import { azureServiceNames } from '../azure/services/service-names.js';

type Group = NonNullable<NonNullable<AzureEstateDeclaration['subscriptions']>[number]['resources']>[number];

export const labelledAzureTenantId = '5d1b0f3e-7c22-4d0e-9a51-1f0a6c2b7d01';
export const labelledAzureSubscriptionIds = ['7a3c9e10-0b41-4c55-8f7e-2d6f9b1c0a02', '1c5e7f90-6a2b-4d38-9b0c-8e4d2f6a1b03'] as const;
export const labelledAzureClientId = 'b8d4f2a6-1e93-4c07-a5b8-6f3d0c9e7a04';
/** Opens nothing but this simulated tenant. */
export const labelledAzureClientSecret = 'labelled-estate-secret-opens-nothing-real';

/** Situations that only exist in a certain neighbourhood, and are declared below by hand. */
const byHand = ['windows-dev-test', 'awaits-circuit', 'master'];
/** Amounts that differ from group to group, so that a mix-up shows in a sum. */
const amount = (seed: number, base = 1): string => `${String(base + (seed % 7))}.${String(1000 + ((seed * 37) % 9000)).padStart(4, '0')}`;

/**
 * An Azure tenant in which every situation that the simulator knows occurs three times: every fault, and every trap that looks
 * like one. `labelAzureVerdicts` says what an audit must make of each.
 */
export function labelledAzureEstate(options: { readonly currency?: string; readonly more?: readonly Group[] } = {}): AzureEstateDeclaration {
  return {
    cloudTenantId: labelledAzureTenantId,
    currency: options.currency ?? 'EUR',
    applications: [{ clientId: labelledAzureClientId, objectId: 'd2e6a8c4-3f15-4b79-8c2d-0a9f7e5b3d05', clientSecret: labelledAzureClientSecret }],
    subscriptions: [
      {
        subscriptionId: labelledAzureSubscriptionIds[0],
        displayName: 'Everything',
        advisor: true,
        resources: [...plainGroups(), ...serviceGroups(), ...(options.more ?? [])],
      },
      {
        subscriptionId: labelledAzureSubscriptionIds[1],
        displayName: 'Laboratory',
        quotaId: 'MSDNDevTest_2014-09-01',
        resources: [
          { kind: 'virtualMachine', name: 'vm-windows-msdn', count: 3, condition: 'windows-dev-test', dailyCost: '3.2140' },
          { kind: 'disk', name: 'lab-forgotten', count: 3, condition: 'unattached', dailyCost: '0.7321', billedDays: 17 },
          { kind: 'disk', name: 'lab-unbilled', count: 2, condition: 'unattached' },
        ],
      },
    ],
  };
}

function plainGroups(): Group[] {
  const three = { count: 3 };
  return [
    ...virtualMachineConditions
      .filter((condition) => !byHand.includes(condition))
      .map((condition, index): Group => ({
        kind: 'virtualMachine',
        name: `vm-${condition}`,
        ...three,
        condition,
        dailyCost: amount(index, 2),
        diskDailyCost: amount(index, 0),
        dataDisks: 1,
        // Only sizes of four processors and more have a half that is known.
        size: condition === 'oversized' || condition.startsWith('large') ? 'Standard_D4s_v5' : 'Standard_D2s_v5',
      })),
    ...diskConditions.map((condition, index): Group => ({ kind: 'disk', name: `disk-${condition}`, ...three, condition, dailyCost: amount(index, 0) })),
    ...snapshotConditions.map((condition, index): Group => ({
      kind: 'snapshot',
      name: `snapshot-${condition}`,
      ...three,
      condition,
      dailyCost: amount(index, 0),
    })),
    ...publicIpConditions.map((condition, index): Group => ({ kind: 'publicIp', name: `ip-${condition}`, ...three, condition, dailyCost: amount(index, 0) })),
    ...loadBalancerConditions.map((condition, index): Group => ({
      kind: 'loadBalancer',
      name: `lb-${condition}`,
      // A cluster has at most two balancers.
      count: condition === 'aks-scaled-to-zero' ? 2 : 3,
      condition,
      dailyCost: amount(index, 0),
    })),
    ...natGatewayConditions.map((condition, index): Group => ({ kind: 'natGateway', name: `nat-${condition}`, ...three, condition, dailyCost: amount(index) })),
    ...appServicePlanConditions.map((condition, index): Group => ({
      kind: 'appServicePlan',
      name: `plan-${condition}`,
      ...three,
      condition,
      dailyCost: amount(index, 3),
    })),
  ];
}

function serviceGroups(): Group[] {
  const groups = azureServiceNames.flatMap((service, at) =>
    Object.keys(serviceFamilies[service].situations)
      .filter((condition) => !byHand.includes(condition))
      .map((condition, index): Group => ({
        kind: 'service',
        service,
        condition,
        name: `${service.toLowerCase()}-${condition}`,
        count: 3,
        dailyCost: amount(at * 10 + index, 4),
        // Circuits stand where a gateway waits for them, and nowhere else.
        region: service === 'expressRouteCircuit' ? 'northeurope' : 'westeurope',
      })),
  );
  return [
    ...groups,
    {
      kind: 'service',
      service: 'virtualNetworkGateway',
      condition: 'awaits-circuit',
      name: 'gateway-awaits-circuit',
      count: 3,
      dailyCost: '6.1130',
      region: 'northeurope',
    },
    { kind: 'service', service: 'sqlDatabase', condition: 'master', name: 'server-own', count: 1 },
  ];
}
