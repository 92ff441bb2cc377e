import type { AddressGroup, AwsEstate } from '../aws-estate.js';
import { membersOf, resourceId, type AwsPlace } from './group-member.js';
import type { SimInstance } from './instance-inventory.js';
import type { SimNatGateway } from './nat-gateway-inventory.js';
import { billOf, type ResourceBill } from './resource-bill.js';

export interface SimAddress {
  readonly allocationId: string;
  readonly region: string;
  readonly publicIp: string;
  readonly byoip: boolean;
  /** An address of a NAT gateway has an association without an instance. */
  readonly association: {
    readonly associationId: string;
    readonly networkInterfaceId: string;
    readonly instanceId: string | null;
    readonly privateIp: string;
  } | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Null for the addresses that the estate makes itself, for its NAT gateways. */
  readonly group: AddressGroup | null;
  readonly bill: ResourceBill | null;
}

/** Declared addresses, then one for every NAT gateway (billed with the gateway). Throws where no machine can carry one. */
export function expandAddresses(estate: AwsEstate, place: AwsPlace, instances: readonly SimInstance[], gateways: readonly SimNatGateway[]): SimAddress[] {
  const taken = new Set<string>();
  const declared = membersOf(place, estate.addresses).map(({ group, ordinal, region }): SimAddress => {
    const carrier = carrierOf(group, region, instances, taken);
    return {
      allocationId: group.id ?? resourceId(place, 'eipalloc', ordinal),
      region,
      publicIp: `198.51.${String(100 + (ordinal >> 8))}.${String(ordinal & 255)}`,
      byoip: group.situation === 'idle-byoip',
      association:
        carrier === null
          ? null
          : {
              associationId: resourceId(place, 'eipassoc', ordinal),
              networkInterfaceId: carrier.networkInterfaceId,
              instanceId: carrier.instanceId,
              privateIp: carrier.privateIp,
            },
      tags: { Name: `address-${String(ordinal)}`, ...group.tags },
      group,
      bill: billOf(group),
    };
  });
  const ofGateways = gateways.map((gateway): SimAddress => ({
    allocationId: gateway.allocationId,
    region: gateway.region,
    publicIp: gateway.publicIp,
    byoip: false,
    association: { associationId: gateway.associationId, networkInterfaceId: gateway.networkInterfaceId, instanceId: null, privateIp: gateway.privateIp },
    tags: { Name: `nat-${String(gateway.ordinal)}` },
    group: null,
    bill: null,
  }));
  return [...declared, ...ofGateways];
}

function carrierOf(group: AddressGroup, region: string, instances: readonly SimInstance[], taken: Set<string>): SimInstance | null {
  switch (group.situation) {
    case 'idle':
    case 'idle-byoip':
      return null;
    case 'associated':
      return take(instances, region, taken, (instance) => instance.state === 'running', 'running');
    case 'on-stopped-instance':
      // Machines stopped for long are another rule's finding, which counts their addresses too: kept apart here.
      return take(instances, region, taken, (instance) => instance.group.situation === 'stopped-lately' && (instance.stoppedDays ?? 0) >= 7, 'stopped-lately');
    default:
      return group.situation satisfies never;
  }
}

function take(instances: readonly SimInstance[], region: string, taken: Set<string>, fits: (instance: SimInstance) => boolean, words: string): SimInstance {
  const found = instances.find((instance) => instance.region === region && fits(instance) && !taken.has(instance.instanceId));
  if (found === undefined) throw new Error(`the estate declares an address in ${region} but no ${words} instance there is free to carry it`);
  taken.add(found.instanceId);
  return found;
}
