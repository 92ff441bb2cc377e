import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { labels, nextOf, optionalText } from '../gcp-fields.js';

/** An instance in a region that Google could not reach would silently be missing, so such a page is refused as a whole. */
const pageSchema = z.object({
  nextPageToken: z.string().optional(),
  items: z.array(z.unknown()).default([]),
  warnings: z
    .array(z.object({ code: z.string() }))
    .refine((warnings) => warnings.every(({ code }) => code !== 'REGION_UNREACHABLE'))
    .optional(),
});

const instanceSchema = z
  .object({
    name: z.string().min(1),
    project: z.string().min(1),
    region: z.string().min(1),
    databaseVersion: z.string().min(1),
    state: z.string(),
    instanceType: optionalText,
    createTime: optionalText,
    masterInstanceName: optionalText,
    settings: z.object({ tier: z.string(), activationPolicy: optionalText, availabilityType: optionalText, userLabels: labels }),
  })
  .transform(({ settings, ...instance }) => ({
    ...instance,
    tier: settings.tier,
    activationPolicy: settings.activationPolicy,
    availabilityType: settings.availabilityType,
    labels: settings.userLabels,
  }));

/** A Cloud SQL instance; its addresses, certificates and flags are dropped. */
export type GcpSqladminInstance = z.output<typeof instanceSchema>;

export const gcpSqladminInstancesReader = defineReader<GcpSqladminInstance>({
  id: 'gcp.sqladmin.instances',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'sqladmin.googleapis.com/Instance',
  operations: ['sql.instances.list'],
  pageSize: 500,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'sql.instances.list',
    path: { project: scope.accountId },
    query: { maxResults: String(pageSize), ...(pageToken === null ? {} : { pageToken }) },
  }),
  page(body) {
    const { items, nextPageToken } = pageSchema.parse(body);
    return { items, next: nextOf(nextPageToken) };
  },
  item: instanceSchema,
  identify: (instance, scope) => ({
    canonicalId: `//cloudsql.googleapis.com/projects/${instance.project}/instances/${instance.name}`.toLowerCase(),
    resourceId: `${instance.project}:${instance.region}:${instance.name}`,
    name: instance.name,
    accountId: scope.accountId,
    region: instance.region,
    tags: instance.labels,
  }),
});
