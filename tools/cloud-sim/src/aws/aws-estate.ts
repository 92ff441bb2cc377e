import { z } from 'zod';
import { givenKeysSchema } from '../identity/issuer-keys.js';
import { dailyBillSchema } from '../estate/bill.js';
import { policyDocumentSchema } from './iam/policy-document.js';
import { tableGroupSchema } from './dynamodb/table.family.js';
import { cacheClusterGroupSchema } from './elasticache/cache-cluster.family.js';
import { databaseGroupSchema, databaseSnapshotGroupSchema } from './rds/database.family.js';
import { warehouseGroupSchema } from './redshift/warehouse.family.js';
import { vpcEndpointGroupSchema } from './ec2/vpc-endpoint.family.js';
import { clusterGroupSchema } from './eks/cluster.family.js';
import { functionGroupSchema } from './lambda/function.family.js';
import { domainGroupSchema } from './opensearch/domain.family.js';
import { bucketGroupSchema } from './s3/bucket.family.js';
import { fileSystemGroupSchema } from './fsx/file-system.family.js';
import { logGroupGroupSchema } from './logs/log-group.family.js';
import { groupSchema } from './resource-group.js';
import { endpointGroupSchema } from './sagemaker/endpoint.family.js';
import { workspaceGroupSchema } from './workspaces/workspace.family.js';
import { storedFileSchema } from '../estate/stored-file.js';

const volumeShape = {
  sizeGiB: z.int().min(1).default(100),
  type: z.enum(['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard']).default('gp3'),
  iops: z.int().optional(),
};

export const volumeGroupSchema = groupSchema
  .extend({
    ...volumeShape,
    /** `in-use` volumes of this family hang on machines outside the declaration; those of declared machines are declared there. */
    situation: z.enum(['in-use', 'unattached', 'unattached-young', 'unattached-csi']).default('in-use'),
  })
  .strict();

export const instanceGroupSchema = groupSchema
  .extend({
    situation: z
      .enum([
        'busy',
        'off-hours',
        'oversized',
        'idle',
        'idle-young',
        'no-metrics',
        'sparse-metrics',
        'stopped-with-volumes',
        'stopped-lately',
        'stopped-reason-unknown',
      ])
      .default('busy'),
    instanceType: z.string().default('t3.medium'),
    platformDetails: z.string().default('Linux/UNIX'),
    lifecycle: z.enum(['on-demand', 'spot']).default('on-demand'),
    stoppedDays: z.number().positive().optional(),
    /** Volumes of each machine; none means instance store. */
    volumes: z.array(dailyBillSchema.extend(volumeShape).strict()).default([]),
  })
  .strict();

export const addressGroupSchema = groupSchema
  .extend({ situation: z.enum(['associated', 'idle', 'on-stopped-instance', 'idle-byoip']).default('associated') })
  .strict();

export const snapshotGroupSchema = groupSchema
  .extend({
    situation: z.enum(['of-live-volume', 'stale', 'orphan-young', 'of-image', 'of-disabled-image', 'aws-backup']).default('of-live-volume'),
    sizeGiB: z.int().min(1).default(100),
    tier: z.enum(['standard', 'archive']).default('standard'),
  })
  .strict();

export const natGatewayGroupSchema = groupSchema.extend({ situation: z.enum(['used', 'idle', 'idle-young', 'no-metrics']).default('used') }).strict();

export const loadBalancerGroupSchema = groupSchema
  .extend({
    situation: z.enum(['used', 'without-targets', 'without-requests', 'unhealthy', 'redirect-only', 'young-without-targets']).default('used'),
    type: z.enum(['application', 'network']).default('application'),
  })
  .strict();

export const userGroupSchema = z.strictObject({
  situation: z.enum(['active-key', 'unused-key', 'never-used-key', 'new-key', 'inactive-key', 'no-key']).default('active-key'),
  count: z.int().min(1).default(1),
  ageDays: z.number().positive().default(400),
  keyAgeDays: z.number().positive().optional(),
  lastUsedDaysAgo: z.number().positive().optional(),
  tags: z.record(z.string(), z.string()).default({}),
  trap: z.string().optional(),
});

const namedPolicySchema = z.strictObject({ name: z.string(), document: policyDocumentSchema });

/** A key that may sign requests. Left without an account it belongs to the estate's own. */
const accessKeySchema = z.strictObject({
  accessKeyId: z.string().regex(/^AKIA[A-Z0-9]{16}$/),
  userName: z.string(),
  accountId: z.string().length(12).optional(),
  policies: z.array(namedPolicySchema).default([]),
});

/** Trust in an OIDC issuer. Its keys: given here, or fetched from the issuer where that is on loopback. */
export const webIdentityTrustSchema = z.strictObject({
  issuer: z.string(),
  audience: z.string(),
  subject: z.string(),
  jwks: givenKeysSchema.optional(),
});

const roleSchema = z.strictObject({
  name: z.string(),
  trustedAccessKeyIds: z.array(z.string()).default([]),
  externalId: z.string().optional(),
  webIdentity: webIdentityTrustSchema.optional(),
  policies: z.array(namedPolicySchema).default([]),
  maxSessionSeconds: z.int().default(3600),
});

const declarationSchema = z.strictObject({
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .default('111122223333'),
  regions: z.array(z.string()).min(1).default(['eu-west-1', 'us-east-1']),
  currency: z.string().length(3).default('USD'),
  accessKeys: z.array(accessKeySchema).default([]),
  roles: z.array(roleSchema).default([]),
  volumes: z.array(volumeGroupSchema).default([]),
  instances: z.array(instanceGroupSchema).default([]),
  addresses: z.array(addressGroupSchema).default([]),
  snapshots: z.array(snapshotGroupSchema).default([]),
  natGateways: z.array(natGatewayGroupSchema).default([]),
  loadBalancers: z.array(loadBalancerGroupSchema).default([]),
  users: z.array(userGroupSchema).default([]),
  databases: z.array(databaseGroupSchema).default([]),
  databaseSnapshots: z.array(databaseSnapshotGroupSchema).default([]),
  cacheClusters: z.array(cacheClusterGroupSchema).default([]),
  warehouses: z.array(warehouseGroupSchema).default([]),
  logGroups: z.array(logGroupGroupSchema).default([]),
  vpcEndpoints: z.array(vpcEndpointGroupSchema).default([]),
  tables: z.array(tableGroupSchema).default([]),
  endpoints: z.array(endpointGroupSchema).default([]),
  fileSystems: z.array(fileSystemGroupSchema).default([]),
  workspaces: z.array(workspaceGroupSchema).default([]),
  buckets: z.array(bucketGroupSchema).default([]),
  functions: z.array(functionGroupSchema).default([]),
  searchDomains: z.array(domainGroupSchema).default([]),
  clusters: z.array(clusterGroupSchema).default([]),
  /** Whether the account takes part in Cost Optimization Hub. */
  hubEnrolled: z.boolean().default(true),
  /** Whether Compute Optimizer is switched on, in every region at once. */
  optimizerEnrolled: z.boolean().default(true),
  /** Canaries, which an audit must never fetch, and the files of cost exports. */
  objects: z.array(storedFileSchema).default([]),
  secrets: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
});

/** Families whose groups are in a region. */
const REGIONAL = [
  ...(['volumes', 'instances', 'addresses', 'snapshots', 'natGateways', 'loadBalancers'] as const),
  ...(['databases', 'databaseSnapshots', 'cacheClusters', 'warehouses'] as const),
  ...(['logGroups', 'vpcEndpoints', 'tables', 'endpoints', 'fileSystems', 'workspaces'] as const),
  ...(['buckets', 'functions', 'searchDomains', 'clusters'] as const),
] as const;

/** The AWS part of an estate. A group in a region that is not the estate's, or an id for several resources, is an error. */
export const awsEstateSchema = declarationSchema.superRefine((estate, context) => {
  for (const family of REGIONAL) {
    estate[family].forEach((group, index) => {
      if (group.region !== undefined && !estate.regions.includes(group.region)) {
        context.addIssue({ code: 'custom', path: [family, index, 'region'], message: `${group.region} is not a region of the estate` });
      }
      if (group.id !== undefined && group.count > 1) context.addIssue({ code: 'custom', path: [family, index, 'id'], message: 'an id names one resource' });
    });
  }
});

export type AwsEstate = z.output<typeof awsEstateSchema>;
export type VolumeGroup = z.output<typeof volumeGroupSchema>;
export type InstanceGroup = z.output<typeof instanceGroupSchema>;
export type AddressGroup = z.output<typeof addressGroupSchema>;
export type SnapshotGroup = z.output<typeof snapshotGroupSchema>;
export type NatGatewayGroup = z.output<typeof natGatewayGroupSchema>;
export type LoadBalancerGroup = z.output<typeof loadBalancerGroupSchema>;
export type UserGroup = z.output<typeof userGroupSchema>;
