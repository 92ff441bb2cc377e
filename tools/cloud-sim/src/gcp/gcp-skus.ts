import type { GcpSku } from './gcp-resource.js';

export const COMPUTE_SERVICE_ID = '6F81-5844-456A';

/** A SKU of the Cloud Billing catalogue with our own made-up list price, in nano units of USD. */
export interface GcpCatalogSku extends GcpSku {
  readonly resourceFamily: 'Compute' | 'Storage' | 'Network';
  readonly resourceGroup: string;
  readonly usageUnit: 'h' | 'GiBy.h' | 'GiBy.mo';
  readonly nanos: number;
}

const sku = (
  id: string,
  description: string,
  resourceFamily: GcpCatalogSku['resourceFamily'],
  resourceGroup: string,
  usageUnit: GcpCatalogSku['usageUnit'],
  nanos: number,
): GcpCatalogSku => ({ id, description, resourceFamily, resourceGroup, usageUnit, nanos });

export const gcpSkus = {
  core: sku('AAAA-0001-C0DE', 'E2 Instance Core running', 'Compute', 'CPU', 'h', 22_000_000),
  ram: sku('AAAA-0002-C0DE', 'E2 Instance Ram running', 'Compute', 'RAM', 'GiBy.h', 3_000_000),
  disk: sku('BBBB-0001-C0DE', 'Balanced PD Capacity', 'Storage', 'SSD', 'GiBy.mo', 110_000_000),
  snapshot: sku('BBBB-0002-C0DE', 'Storage PD Snapshot', 'Storage', 'PdSnapshot', 'GiBy.mo', 52_000_000),
  image: sku('BBBB-0003-C0DE', 'Storage Image', 'Storage', 'StorageImage', 'GiBy.mo', 51_000_000),
  address: sku('CCCC-0001-C0DE', 'Static Ip Charge', 'Network', 'IpAddress', 'h', 10_000_000),
} as const;
