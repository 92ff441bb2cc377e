import { z } from 'zod';
import { givenKeysSchema } from '../identity/issuer-keys.js';
import { amountSchema } from '../estate/bill.js';
import { storedFileSchema } from '../estate/stored-file.js';
import {
  appServicePlanConditions,
  diskConditions,
  loadBalancerConditions,
  natGatewayConditions,
  publicIpConditions,
  roleAssignmentConditions,
  snapshotConditions,
  virtualMachineConditions,
} from './azure-conditions.js';
import { azureServiceNames } from './services/service-names.js';

/** What every group of like resources says. `name` is the stem of the resources' names and of their ids. */
const group = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  count: z.int().min(1).default(1),
  region: z.string().default('westeurope'),
  resourceGroup: z.string().default('rg-main'),
  /** Days since creation; the condition may make it younger. */
  ageDays: z.int().min(0).default(200),
  tags: z.record(z.string(), z.string()).default({}),
  /** Effective cost of one day of each; left out, the bill has no line for it. */
  dailyCost: amountSchema.optional(),
  /** Complete days that the bill knows, up to yesterday. */
  billedDays: z.int().min(1).max(90).default(30),
};

const virtualMachineSchema = z.strictObject({
  kind: z.literal('virtualMachine'),
  ...group,
  condition: z.enum(virtualMachineConditions),
  size: z.string().default('Standard_D2s_v5'),
  /** Each machine brings its own OS disk and network interface, and as many data disks as said here. */
  dataDisks: z.int().min(0).max(16).default(0),
  diskDailyCost: amountSchema.optional(),
});
const diskSchema = z.strictObject({
  kind: z.literal('disk'),
  ...group,
  condition: z.enum(diskConditions),
  sizeGb: z.int().default(128),
  sku: z.string().default('Premium_LRS'),
});
const snapshotSchema = z.strictObject({ kind: z.literal('snapshot'), ...group, condition: z.enum(snapshotConditions), sizeGb: z.int().default(128) });
const publicIpSchema = z.strictObject({ kind: z.literal('publicIp'), ...group, condition: z.enum(publicIpConditions) });
const loadBalancerSchema = z.strictObject({ kind: z.literal('loadBalancer'), ...group, condition: z.enum(loadBalancerConditions) });
const natGatewaySchema = z.strictObject({ kind: z.literal('natGateway'), ...group, condition: z.enum(natGatewayConditions) });
const appServicePlanSchema = z.strictObject({
  kind: z.literal('appServicePlan'),
  ...group,
  condition: z.enum(appServicePlanConditions),
  /** Sites of each plan that has any. */
  sites: z.int().min(1).default(2),
});
const serviceSchema = z.strictObject({
  kind: z.literal('service'),
  ...group,
  service: z.enum(azureServiceNames),
  /** One of the service's own situations. */
  condition: z.string(),
});
const roleAssignmentSchema = z.strictObject({
  kind: z.literal('roleAssignment'),
  name: group.name,
  count: group.count,
  condition: z.enum(roleAssignmentConditions),
  role: z.string().default('Contributor'),
  ageDays: group.ageDays,
});

export const azureGroupSchema = z.discriminatedUnion('kind', [
  virtualMachineSchema,
  diskSchema,
  snapshotSchema,
  publicIpSchema,
  loadBalancerSchema,
  natGatewaySchema,
  appServicePlanSchema,
  serviceSchema,
  roleAssignmentSchema,
]);

/** A federated identity credential: whose assertions an application takes instead of a secret. */
const federatedCredentialSchema = z.strictObject({
  issuer: z.url(),
  /** Exact, or ending in `*` as the claims-matching expressions of flexible credentials allow. */
  subject: z.string().min(1),
  audience: z.string().default('api://AzureADTokenExchange'),
  jwks: givenKeysSchema.optional(),
});

const applicationSchema = z.strictObject({
  clientId: z.guid(),
  /** Object id of its service principal. */
  objectId: z.guid(),
  displayName: z.string().default('audit'),
  clientSecret: z.string().min(8).optional(),
  federatedCredentials: z.array(federatedCredentialSchema).default([]),
  /** Names of built-in or custom roles that it holds on every subscription. */
  roles: z.array(z.string()).default(['Reader', 'Cost Management Reader']),
  /** Roles that it holds below a subscription, at a scope as ARM writes it, `/subscriptions/<id>/…`. */
  scopedRoles: z.array(z.strictObject({ role: z.string(), scope: z.string().regex(/^\/subscriptions\/[^/]+\/./) })).default([]),
  /** Application permissions of Microsoft Graph with admin consent. */
  graphPermissions: z.array(z.string()).default(['Directory.Read.All']),
});

const customRoleSchema = z.strictObject({ roleName: z.string(), actions: z.array(z.string()), notActions: z.array(z.string()).default([]) });

const subscriptionSchema = z.strictObject({
  subscriptionId: z.guid(),
  displayName: z.string().default('Production'),
  /** Whether Advisor has looked at its machines and keeps its advice. */
  advisor: z.boolean().default(false),
  /** Under which offer it is billed. */
  quotaId: z.string().default('EnterpriseAgreement_2014-09-01'),
  resources: z.array(azureGroupSchema).default([]),
});

/** One Entra tenant with its applications and subscriptions. */
export const azureEstateSchema = z.strictObject({
  cloudTenantId: z.guid(),
  currency: z.string().length(3).default('USD'),
  applications: z.array(applicationSchema).default([]),
  customRoles: z.array(customRoleSchema).default([]),
  subscriptions: z.array(subscriptionSchema).default([]),
  /** Storage accounts whose blobs are answered for; a file's bucket is its container. */
  storageAccounts: z.array(z.strictObject({ name: z.string().regex(/^[a-z0-9]{3,24}$/), files: z.array(storedFileSchema).default([]) })).default([]),
  /** Rows that Cost Management puts on one page. */
  costRowsPerPage: z.int().min(1).default(1000),
});

export type AzureEstate = z.output<typeof azureEstateSchema>;
export type AzureEstateDeclaration = z.input<typeof azureEstateSchema>;
export type AzureApplication = z.output<typeof applicationSchema>;
export type AzureSubscription = z.output<typeof subscriptionSchema>;
export type AzureGroup = z.output<typeof azureGroupSchema>;
export type AzureGroupOf<Kind extends AzureGroup['kind']> = Extract<AzureGroup, { kind: Kind }>;
