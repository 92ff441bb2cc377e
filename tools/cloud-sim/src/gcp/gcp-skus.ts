export const COMPUTE_SERVICE_ID = '6F81-5844-456A';

/** A meter as the bill and the catalogue name it. */
export interface GcpSku {
  readonly id: string;
  readonly description: string;
}

/** A service as the bill names it. */
export interface GcpService {
  readonly id: string;
  readonly description: string;
}

export const COMPUTE_SERVICE: GcpService = { id: COMPUTE_SERVICE_ID, description: 'Compute Engine' };
export const gcpServices = {
  sql: { id: '9662-B51E-5089', description: 'Cloud SQL' },
  kubernetes: { id: 'CCD8-9BF1-090E', description: 'Kubernetes Engine' },
  vertex: { id: 'C7E2-9256-1C43', description: 'Vertex AI' },
  storage: { id: '95FF-2EF5-5EA1', description: 'Cloud Storage' },
  logging: { id: '5490-F7B7-8DF6', description: 'Cloud Logging' },
} as const satisfies Record<string, GcpService>;

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

/** Lines of services whose list prices nobody here asks for; the descriptions are Google's wording, the ids made up. */
export const serviceSkus = {
  sqlProcessor: { id: 'DDDD-0001-C0DE', description: 'Cloud SQL: Zonal - vCPU' },
  sqlStorage: { id: 'DDDD-0002-C0DE', description: 'Cloud SQL: Zonal - Standard storage' },
  sqlExtendedSupport: { id: 'DDDD-0003-C0DE', description: 'Cloud SQL: Extended Support per vCPU' },
  clusterFee: { id: 'EEEE-0001-C0DE', description: 'Regional Kubernetes Clusters' },
  clusterSupport: { id: 'EEEE-0003-C0DE', description: 'Kubernetes Clusters Extended Support' },
  endpointNode: { id: 'EEEE-0002-C0DE', description: 'Vertex AI: Online/Batch Prediction N1 Predefined Instance Core' },
  objectStorage: { id: 'FFFF-0001-C0DE', description: 'Standard Storage' },
  objectOperations: { id: 'FFFF-0002-C0DE', description: 'Regional Standard Class A Operations' },
  logRetention: { id: 'FFFF-0003-C0DE', description: 'Log Retention cost' },
  forwardingRule: { id: 'CCCC-0002-C0DE', description: 'Network Load Balancing: Forwarding Rule Minimum Service Charge' },
  vpnGateway: { id: 'CCCC-0003-C0DE', description: 'VPN Gateway' },
} as const satisfies Record<string, GcpSku>;
