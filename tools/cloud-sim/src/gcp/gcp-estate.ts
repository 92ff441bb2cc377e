import { z } from 'zod';
import { givenKeysSchema } from '../identity/issuer-keys.js';
import { amountSchema } from '../estate/bill.js';
import {
  addressConditions,
  bucketConditions,
  clusterConditions,
  diskConditions,
  endpointConditions,
  forwardingRuleConditions,
  imageConditions,
  instanceConditions,
  logBucketConditions,
  snapshotConditions,
  sqlConditions,
  vpnGatewayConditions,
} from './gcp-conditions.js';

/** What a recommender says of each resource of a group, in its own word. */
const advisedSchema = z.strictObject({
  subtype: z.enum(['STOP_VM', 'CHANGE_MACHINE_TYPE', 'SNAPSHOT_AND_DELETE_DISK', 'DELETE_ADDRESS', 'DELETE_IMAGE']),
  /** What is saved in 30 days by its own count; null: advice for speed, not for cost. */
  thirtyDays: z
    .string()
    .regex(/^\d+(\.\d{1,9})?$/)
    .nullable(),
});
export type GcpAdvised = z.output<typeof advisedSchema>;

/** What every group of like resources says. `name` is the stem of the resources' names and of their ids. */
const group = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  count: z.int().min(1).default(1),
  /** Zone of disks and instances; its region for addresses. */
  zone: z
    .string()
    .regex(/^[a-z]+-[a-z0-9]+-[a-z]$/)
    .default('europe-west1-b'),
  /** Days since creation; the condition may make it younger. */
  ageDays: z.int().min(0).default(200),
  labels: z.record(z.string(), z.string()).default({}),
  /** Effective cost of one day of each; left out, the export has no row for it. */
  dailyCost: amountSchema.optional(),
  billedDays: z.int().min(1).max(90).default(30),
  advised: advisedSchema.optional(),
};

export const gcpGroupSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('instance'),
    ...group,
    condition: z.enum(instanceConditions),
    machineType: z.string().default('e2-standard-2'),
    /** Each instance brings its boot disk. */
    diskDailyCost: amountSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('disk'),
    ...group,
    condition: z.enum(diskConditions),
    sizeGb: z.int().default(100),
    diskType: z.string().default('pd-balanced'),
  }),
  z.strictObject({ kind: z.literal('address'), ...group, condition: z.enum(addressConditions) }),
  z.strictObject({ kind: z.literal('snapshot'), ...group, condition: z.enum(snapshotConditions), sizeGb: z.int().default(100) }),
  z.strictObject({ kind: z.literal('image'), ...group, condition: z.enum(imageConditions), sizeGb: z.int().default(20) }),
  z.strictObject({
    kind: z.literal('sql-instance'),
    ...group,
    condition: z.enum(sqlConditions),
    databaseVersion: z.string().default('MYSQL_8_4'),
    tier: z.string().default('db-custom-2-8192'),
    availabilityType: z.enum(['ZONAL', 'REGIONAL']).default('ZONAL'),
    /** `dailyCost` is that of its processors; storage and extended support are lines of their own. */
    storageDailyCost: amountSchema.optional(),
    supportDailyCost: amountSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('cluster'),
    ...group,
    condition: z.enum(clusterConditions),
    nodes: z.int().min(1).default(3),
    /** Extended support, a line of its own beside the fee. */ supportDailyCost: amountSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('endpoint'), ...group, condition: z.enum(endpointConditions) }),
  z.strictObject({
    kind: z.literal('bucket'),
    ...group,
    condition: z.enum(bucketConditions),
    /** `dailyCost` is that of what it stores; requests are a line of their own. */
    requestDailyCost: amountSchema.optional(),
  }),
  z.strictObject({ kind: z.literal('log-bucket'), ...group, condition: z.enum(logBucketConditions) }),
  z.strictObject({ kind: z.literal('forwarding-rule'), ...group, condition: z.enum(forwardingRuleConditions) }),
  z.strictObject({ kind: z.literal('vpn-gateway'), ...group, condition: z.enum(vpnGatewayConditions) }),
]);

/** What a viewer that audits may do. `*` stands for any text. */
const AUDIT_PERMISSIONS = [
  'cloudasset.assets.searchAllResources',
  'compute.*.list',
  'compute.*.get',
  'cloudsql.instances.list',
  'container.clusters.list',
  'storage.buckets.list',
  'logging.buckets.list',
  'monitoring.timeSeries.list',
  'recommender.*.list',
  'resourcemanager.projects.get',
  'resourcemanager.projects.getIamPolicy',
  'billing.resourceCosts.get',
  'bigquery.jobs.create',
  'bigquery.datasets.get',
  'bigquery.tables.get',
  'bigquery.tables.list',
  'bigquery.tables.getData',
];

const permissions = z.array(z.string()).default(AUDIT_PERMISSIONS);

const serviceAccountSchema = z.strictObject({
  email: z.email(),
  /** Public half of its key, PEM (SPKI); left out, it has no key to sign in with. */
  publicKeyPem: z.string().optional(),
  permissions,
  roles: z.array(z.string()).default(['roles/viewer']),
});

/** A provider of a workload identity pool, and what its principals may do. */
const workloadIdentitySchema = z.strictObject({
  projectNumber: z.string().regex(/^\d+$/),
  pool: z.string(),
  provider: z.string(),
  issuer: z.url(),
  jwks: givenKeysSchema.optional(),
  /** Exact, or ending in `*` as an attribute condition allows. */
  subject: z.string().min(1),
  /** The service account that it may impersonate; null gives the principal `permissions` of its own. */
  serviceAccount: z.email().nullable().default(null),
  permissions,
});

const projectSchema = z.strictObject({
  projectId: z.string().regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/),
  projectNumber: z.string().regex(/^\d+$/),
  displayName: z.string().default('Production'),
  resources: z.array(gcpGroupSchema).default([]),
});

const billingExportSchema = z.strictObject({
  projectId: z.string(),
  dataset: z.string().default('billing'),
  /** As in the console: `01ABCD-23EF45-678901`. */
  billingAccountId: z.string().default('01ABCD-23EF45-678901'),
  location: z.string().default('EU'),
  rowsPerPage: z.int().min(1).default(10_000),
});

/** One organization of Google Cloud with its projects, identities and bill. */
export const gcpEstateSchema = z.strictObject({
  organizationId: z.string().regex(/^\d+$/).default('123456789012'),
  currency: z.string().length(3).default('USD'),
  serviceAccounts: z.array(serviceAccountSchema).default([]),
  workloadIdentities: z.array(workloadIdentitySchema).default([]),
  billingExport: billingExportSchema.optional(),
  projects: z.array(projectSchema).default([]),
});

export type GcpEstate = z.output<typeof gcpEstateSchema>;
export type GcpEstateDeclaration = z.input<typeof gcpEstateSchema>;
export type GcpProject = z.output<typeof projectSchema>;
export type GcpProjectDeclaration = z.input<typeof projectSchema>;
export type GcpGroup = z.output<typeof gcpGroupSchema>;
export type GcpGroupOf<Kind extends GcpGroup['kind']> = Extract<GcpGroup, { kind: Kind }>;
export type GcpBillingExport = z.output<typeof billingExportSchema>;

/** `gcp_billing_export_resource_v1_…`: the detailed export, the one that names resources. */
export function exportTableId({ billingAccountId }: GcpBillingExport): string {
  return `gcp_billing_export_resource_v1_${billingAccountId.replaceAll('-', '_')}`;
}
