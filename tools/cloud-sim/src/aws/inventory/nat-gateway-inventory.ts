import type { AwsEstate, NatGatewayGroup } from '../aws-estate.js';
import { membersOf, resourceId, type AwsPlace } from './group-member.js';
import { billOf, type ResourceBill } from './resource-bill.js';

export interface SimNatGateway {
  readonly natGatewayId: string;
  readonly ordinal: number;
  readonly region: string;
  readonly group: NatGatewayGroup;
  readonly ageDays: number;
  readonly allocationId: string;
  readonly associationId: string;
  readonly networkInterfaceId: string;
  readonly publicIp: string;
  readonly privateIp: string;
  readonly bill: ResourceBill | null;
}

const AGE_DAYS = { used: 300, idle: 120, 'idle-young': 5, 'no-metrics': 200 } as const satisfies Record<NatGatewayGroup['situation'], number>;

/** Network interfaces of gateways count from here, so that they never meet those of machines. */
const FIRST_INTERFACE = 0x2000_0000;

export function expandNatGateways(estate: AwsEstate, place: AwsPlace): SimNatGateway[] {
  return membersOf(place, estate.natGateways).map(({ group, ordinal, region }) => ({
    natGatewayId: group.id ?? resourceId(place, 'nat', ordinal),
    ordinal,
    region,
    group,
    ageDays: group.ageDays ?? AGE_DAYS[group.situation],
    allocationId: resourceId(place, 'eipalloc', FIRST_INTERFACE + ordinal),
    associationId: resourceId(place, 'eipassoc', FIRST_INTERFACE + ordinal),
    networkInterfaceId: resourceId(place, 'eni', FIRST_INTERFACE + ordinal),
    publicIp: `203.0.113.${String(200 + (ordinal % 50))}`,
    privateIp: `10.1.0.${String(10 + (ordinal % 200))}`,
    bill: billOf(group),
  }));
}
