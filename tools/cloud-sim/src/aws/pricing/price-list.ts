import { hash32 } from '../../estate/deterministic.js';
import type { AwsEstate } from '../aws-estate.js';

export interface PricedProduct {
  readonly sku: string;
  readonly serviceCode: string;
  readonly productFamily: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly unit: string;
  /** US dollars a unit, a decimal string. */
  readonly usd: string;
}

/** Public on-demand list prices of us-east-1 in US dollars, used for every region: the simulator has one price list. */
const VOLUME_GB_MONTH: Readonly<Record<string, string>> = {
  gp3: '0.0800000000',
  gp2: '0.1000000000',
  io1: '0.1250000000',
  io2: '0.1250000000',
  st1: '0.0450000000',
  sc1: '0.0150000000',
  standard: '0.0500000000',
};
const INSTANCE_HOUR: Readonly<Record<string, string>> = {
  't3.micro': '0.0104000000',
  't3.small': '0.0208000000',
  't3.medium': '0.0416000000',
  't3.large': '0.0832000000',
  'm5.large': '0.0960000000',
  'm4.large': '0.1000000000',
  'c4.large': '0.1000000000',
  'm5.xlarge': '0.1920000000',
  'c5.large': '0.0850000000',
  'c5.xlarge': '0.1700000000',
  'r5.large': '0.1260000000',
};

const DATABASE_HOUR: Readonly<Record<string, string>> = {
  'db.m5.large': '0.1780000000',
  'db.m5.xlarge': '0.3560000000',
  'db.m6g.large': '0.1590000000',
  'db.m6g.xlarge': '0.3180000000',
};
const CACHE_HOUR: Readonly<Record<string, string>> = { 'cache.r6g.large': '0.2060000000', 'cache.r6g.xlarge': '0.4120000000' };

/** Every product that an audit of the estate may have to price. */
export function priceList(estate: AwsEstate): PricedProduct[] {
  return estate.regions.flatMap((regionCode) => [
    ...Object.entries(VOLUME_GB_MONTH).map(([type, usd]) =>
      product('AmazonEC2', 'Storage', { regionCode, volumeApiName: type, usagetype: `EBS:VolumeUsage.${type}` }, 'GB-Mo', usd),
    ),
    product(
      'AmazonEC2',
      'System Operation',
      { regionCode, volumeApiName: 'gp3', group: 'EBS IOPS', usagetype: 'EBS:VolumeP-IOPS.gp3' },
      'IOPS-Mo',
      '0.0050000000',
    ),
    product('AmazonEC2', 'Storage Snapshot', { regionCode, usagetype: 'EBS:SnapshotUsage' }, 'GB-Mo', '0.0500000000'),
    product('AmazonEC2', 'NAT Gateway', { regionCode, group: 'NGW:NatGateway', operation: 'NatGateway', usagetype: 'NatGateway-Hours' }, 'Hrs', '0.0450000000'),
    product(
      'AmazonVPC',
      'VpcPublicIPv4Address',
      { regionCode, group: 'VPCPublicIPv4Address', groupDescription: 'Hourly charge for Idle Public IPv4 Addresses', usagetype: 'PublicIPv4:IdleAddress' },
      'Hrs',
      '0.0050000000',
    ),
    product('AWSELB', 'Load Balancer-Application', { regionCode, usagetype: 'LoadBalancerUsage' }, 'Hrs', '0.0225000000'),
    ...Object.entries(DATABASE_HOUR).map(([instanceType, usd]) =>
      product(
        'AmazonRDS',
        'Database Instance',
        {
          regionCode,
          instanceType,
          databaseEngine: 'PostgreSQL',
          deploymentOption: 'Single-AZ',
          licenseModel: 'No license required',
          usagetype: `InstanceUsage:${instanceType}`,
        },
        'Hrs',
        usd,
      ),
    ),
    ...Object.entries(CACHE_HOUR).map(([instanceType, usd]) =>
      product('AmazonElastiCache', 'Cache Instance', { regionCode, instanceType, cacheEngine: 'Redis', usagetype: `NodeUsage:${instanceType}` }, 'Hrs', usd),
    ),
    product('AmazonEKS', 'Compute', { regionCode, operation: 'ExtendedSupport', usagetype: 'AmazonEKS-Hours:extendedSupport' }, 'Hrs', '0.5000000000'),
    product(
      'AmazonS3',
      'Storage',
      { regionCode, storageClass: 'General Purpose', volumeType: 'Standard', usagetype: 'TimedStorage-ByteHrs' },
      'GB-Mo',
      '0.0230000000',
    ),
    ...Object.entries(INSTANCE_HOUR).map(([instanceType, usd]) =>
      product(
        'AmazonEC2',
        'Compute Instance',
        {
          regionCode,
          instanceType,
          operatingSystem: 'Linux',
          tenancy: 'Shared',
          preInstalledSw: 'NA',
          capacitystatus: 'Used',
          marketoption: 'OnDemand',
          usagetype: `BoxUsage:${instanceType}`,
        },
        'Hrs',
        usd,
      ),
    ),
  ]);
}

function product(serviceCode: string, productFamily: string, attributes: Record<string, string>, unit: string, usd: string): PricedProduct {
  const words = Object.values(attributes);
  const sku = (hash32(7, serviceCode, ...words).toString(36) + hash32(11, serviceCode, ...words).toString(36)).toUpperCase().padEnd(16, 'X').slice(0, 16);
  return { sku, serviceCode, productFamily, attributes: { servicecode: serviceCode, ...attributes }, unit, usd };
}
