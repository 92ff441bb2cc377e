import { azureFaults } from '../azure-conditions.js';
import type { AzureGroupOf } from '../azure-estate.js';
import { natGatewayProduct, publicIpProduct } from '../azure-products.js';
import { azureVerdicts } from '../azure-verdicts.js';
import type { JsonObject } from '../../http/json-answer.js';
import { wholeBetween } from '../../estate/machine-load.js';
import { armId, billOf, commonOf, daysBefore, memberName, tagsOf, type AzureExpansion, type AzureResource, type BilledGroup } from '../azure-resource.js';

type PublicIp = AzureGroupOf<'publicIp'>;
type NatGateway = AzureGroupOf<'natGateway'>;

/** The members that networking resources of one group share. */
export function networkResource(
  expansion: AzureExpansion<BilledGroup>,
  type: string,
  name: string,
): Omit<AzureResource, 'sku' | 'properties' | 'product' | 'fault'> {
  const { group, now } = expansion;
  return {
    ...commonOf(expansion, type, name),
    tags: tagsOf(group.tags),
    createdAt: daysBefore(now, group.ageDays),
    bill: billOf(group, group.ageDays, 'Virtual Network'),
  };
}

/** Expands a group of public addresses. A Basic dynamic address without a machine costs nothing and is no fault. */
export function expandPublicIps(expansion: AzureExpansion<PublicIp>): AzureResource[] {
  const { group, seed } = expansion;
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    const basic = group.condition === 'idle-basic';
    return {
      ...networkResource(expansion, 'Microsoft.Network/publicIPAddresses', name),
      ...(basic ? { bill: null } : {}),
      sku: { name: basic ? 'Basic' : 'Standard', tier: 'Regional' },
      properties: {
        provisioningState: 'Succeeded',
        ...(basic ? {} : { ipAddress: `203.0.113.${String(wholeBetween(1, 254, seed, 'public-ip', name))}` }),
        publicIPAddressVersion: 'IPv4',
        publicIPAllocationMethod: basic ? 'Dynamic' : 'Static',
        idleTimeoutInMinutes: 4,
        ipTags: [],
        ...holderOf(expansion, name),
      },
      product: basic ? null : publicIpProduct,
      fault: group.condition === 'idle' ? azureFaults.publicIp.idle : null,
      verdicts: azureVerdicts.publicIp[group.condition],
    };
  });
}

function holderOf({ group, subscriptionId }: AzureExpansion<PublicIp>, name: string): JsonObject {
  const id = (type: string, held: string): string => armId(subscriptionId, group.resourceGroup, type, held);
  switch (group.condition) {
    case 'in-use':
      return { ipConfiguration: { id: `${id('Microsoft.Network/networkInterfaces', `${name}-nic`)}/ipConfigurations/ipconfig1` } };
    case 'nat-gateway':
      return { natGateway: { id: id('Microsoft.Network/natGateways', `${group.name}-gateway`) } };
    case 'prefix':
      return { publicIPPrefix: { id: id('Microsoft.Network/publicIPPrefixes', `${group.name}-prefix`) } };
    case 'idle':
    case 'idle-basic':
      return {};
    default:
      return group.condition satisfies never;
  }
}

/** Expands a group of NAT gateways; one without a subnet carries nobody's traffic. */
export function expandNatGateways(expansion: AzureExpansion<NatGateway>): AzureResource[] {
  const { group, subscriptionId } = expansion;
  const network = armId(subscriptionId, group.resourceGroup, 'Microsoft.Network/virtualNetworks', 'vnet-main');
  return Array.from({ length: group.count }, (_, ordinal) => {
    const name = memberName(group.name, ordinal);
    return {
      ...networkResource(expansion, 'Microsoft.Network/natGateways', name),
      sku: { name: 'Standard', tier: 'Regional' },
      properties: {
        provisioningState: 'Succeeded',
        idleTimeoutInMinutes: 4,
        publicIpAddresses: [{ id: armId(subscriptionId, group.resourceGroup, 'Microsoft.Network/publicIPAddresses', `${name}-ip`) }],
        ...(group.condition === 'in-use' ? { subnets: [{ id: `${network}/subnets/${name}` }] } : {}),
      },
      product: natGatewayProduct,
      fault: group.condition === 'orphan' ? azureFaults.natGateway.orphan : null,
      verdicts: azureVerdicts.natGateway[group.condition],
    };
  });
}
