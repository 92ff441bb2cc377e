import { decimalText, exact } from '@vitrine/contracts';
import type { PriceKey } from '@vitrine/pricing';

/** Hours of a month in list prices (`reference/cost.md` §2.0). */
const monthHours = '730';
const gib = 2 ** 30;

interface Volume {
  readonly volumeType: string;
  readonly sizeGib: number;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
}

/** What gp3 gives for nothing; above it IOPS and throughput are charged apart. */
const gp3Free = { iops: 3000, throughputMibps: 125 };

/** Storage, IOPS and throughput of an EBS volume are three products. */
export function volumePriceKeys(volume: Volume, region: string): PriceKey[] {
  const key = (productFamily: string, quantity: number, unit: string, more: Readonly<Record<string, string>> = {}): PriceKey => ({
    cloud: 'aws',
    service: 'AmazonEC2',
    region,
    attributes: { productFamily, volumeApiName: volume.volumeType, ...more },
    quantity: String(quantity),
    unit,
  });
  const storage = key('Storage', volume.sizeGib, 'GB-Mo');
  const iops = volume.iops ?? 0;
  const throughput = volume.throughputMibps ?? 0;
  switch (volume.volumeType) {
    case 'gp3':
      return [
        storage,
        ...(iops > gp3Free.iops ? [key('System Operation', iops - gp3Free.iops, 'IOPS-Mo', { group: 'EBS IOPS' })] : []),
        ...(throughput > gp3Free.throughputMibps
          ? [key('Provisioned Throughput', throughput - gp3Free.throughputMibps, 'MiBps-Mo', { group: 'EBS Throughput' })]
          : []),
      ];
    case 'io1':
      return [storage, key('System Operation', iops, 'IOPS-Mo', { group: 'EBS IOPS' })];
    case 'io2':
      // io2 charges IOPS in three tiers; one key cannot say that, so its list price is unknown rather than wrong.
      return [];
    default:
      return [storage];
  }
}

/** List words for an operating system; what is not here (SQL Server, marketplace images) has no plain list price. */
const operatingSystems: Readonly<Record<string, string>> = {
  'Linux/UNIX': 'Linux',
  Windows: 'Windows',
  'Red Hat Enterprise Linux': 'RHEL',
  'SUSE Linux': 'SUSE',
};

export function instancePriceKeys(
  instance: { readonly instanceType: string; readonly platformDetails: string | null; readonly tenancy: string | null },
  region: string,
): PriceKey[] {
  const operatingSystem = instance.platformDetails === null ? undefined : operatingSystems[instance.platformDetails];
  if (operatingSystem === undefined || (instance.tenancy !== null && instance.tenancy !== 'default')) return [];
  const attributes = {
    instanceType: instance.instanceType,
    operatingSystem,
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
    marketoption: 'OnDemand',
  };
  return [{ cloud: 'aws', service: 'AmazonEC2', region, attributes, quantity: monthHours, unit: 'Hrs' }];
}

export function idleAddressPriceKeys(region: string): PriceKey[] {
  return [
    {
      cloud: 'aws',
      service: 'AmazonVPC',
      region,
      attributes: { group: 'VPCPublicIPv4Address', groupDescription: 'Hourly charge for Idle Public IPv4 Addresses' },
      quantity: monthHours,
      unit: 'Hrs',
    },
  ];
}

/** Size is the volume's full used size where AWS says it, else the volume's; both are above what an incremental snapshot stores. */
export function snapshotPriceKeys(
  snapshot: { readonly fullSnapshotSizeBytes: number | null; readonly volumeSizeGib: number; readonly storageTier: string | null },
  region: string,
): PriceKey[] {
  const quantity = snapshot.fullSnapshotSizeBytes === null ? String(snapshot.volumeSizeGib) : decimalText(exact(snapshot.fullSnapshotSizeBytes).dividedBy(gib));
  const attributes = { productFamily: 'Storage Snapshot', group: snapshot.storageTier === 'archive' ? 'EBS Snapshot Archive' : 'EBS Snapshot' };
  return [{ cloud: 'aws', service: 'AmazonEC2', region, attributes, quantity, unit: 'GB-Mo' }];
}

/** The gateway's own hours; its public IPv4 address is another product and ends with it only when released. */
export function natGatewayPriceKeys(region: string): PriceKey[] {
  return [
    {
      cloud: 'aws',
      service: 'AmazonEC2',
      region,
      attributes: { productFamily: 'NAT Gateway', group: 'NGW:NatGateway', operation: 'NatGateway' },
      quantity: monthHours,
      unit: 'Hrs',
    },
  ];
}

/** Hours only: a balancer without targets uses next to no capacity units. */
export function loadBalancerPriceKeys(type: string, region: string): PriceKey[] {
  const family =
    type === 'application' ? 'Load Balancer-Application' : type === 'network' ? 'Load Balancer-Network' : type === 'gateway' ? 'Load Balancer-Gateway' : null;
  return family === null
    ? []
    : [{ cloud: 'aws', service: 'AWSELB', region, attributes: { productFamily: family, group: 'ELB:Balancer' }, quantity: monthHours, unit: 'Hrs' }];
}

/** What a cluster past standard support is charged on top of its own hours. */
export function extendedClusterPriceKeys(region: string): PriceKey[] {
  return [{ cloud: 'aws', service: 'AmazonEKS', region, attributes: { operation: 'ExtendedSupport' }, quantity: monthHours, unit: 'Hrs' }];
}
