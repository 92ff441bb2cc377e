import type { AwsInventory } from '../inventory/aws-inventory.js';
import type { ResourceBill } from '../inventory/resource-bill.js';

/** One resource's line of the bill. */
export interface BillLine {
  /** As the bill names it: native ids for machines and volumes, ARNs for the others. */
  readonly resourceId: string;
  readonly service: string;
  readonly usageType: string;
  readonly region: string;
  readonly bill: ResourceBill;
  /** Complete days before today on which it existed. */
  readonly billedDays: number;
}

/** Every resource that the bill knows. Lazy: an estate may have a million volumes. */
export function* billLines(inventory: AwsInventory): Generator<BillLine> {
  const { accountId, regions } = inventory.place;
  const arn = (region: string, tail: string): string => `arn:aws:ec2:${region}:${accountId}:${tail}`;
  for (const instance of inventory.instances) {
    if (instance.bill === null) continue;
    yield line(
      instance.instanceId,
      'Amazon Elastic Compute Cloud - Compute',
      `BoxUsage:${instance.group.instanceType}`,
      instance.region,
      instance.bill,
      instance.ageDays,
    );
  }
  for (const region of regions) {
    for (const volume of inventory.volumesIn(region)) {
      if (volume.bill !== null) yield line(volume.volumeId, 'EC2 - Other', `EBS:VolumeUsage.${volume.type}`, region, volume.bill, volume.ageDays);
    }
  }
  for (const snapshot of inventory.snapshots) {
    if (snapshot.bill !== null)
      yield line(arn(snapshot.region, `snapshot/${snapshot.snapshotId}`), 'EC2 - Other', 'EBS:SnapshotUsage', snapshot.region, snapshot.bill, snapshot.ageDays);
  }
  for (const gateway of inventory.natGateways) {
    if (gateway.bill !== null)
      yield line(arn(gateway.region, `natgateway/${gateway.natGatewayId}`), 'EC2 - Other', 'NatGateway-Hours', gateway.region, gateway.bill, gateway.ageDays);
  }
  for (const address of inventory.addresses) {
    if (address.bill === null) continue;
    const usage = address.association === null ? 'PublicIPv4:IdleAddress' : 'PublicIPv4:InUseAddress';
    yield line(
      arn(address.region, `elastic-ip/${address.allocationId}`),
      'Amazon Virtual Private Cloud',
      usage,
      address.region,
      address.bill,
      address.group?.ageDays ?? Number.MAX_SAFE_INTEGER,
    );
  }
  for (const balancer of inventory.loadBalancers) {
    if (balancer.bill !== null)
      yield line(balancer.arn, 'Amazon Elastic Load Balancing', 'LoadBalancerUsage', balancer.region, balancer.bill, balancer.ageDays);
  }
  for (const { arn: id, billed, region, bill, ageDays } of inventory.services) {
    if (bill !== null) yield line(id, billed.service, billed.usageType, region, bill, ageDays);
  }
}

function line(resourceId: string, service: string, usageType: string, region: string, bill: ResourceBill, ageDays: number): BillLine {
  return { resourceId, service, usageType, region, bill, billedDays: Math.floor(ageDays) };
}
