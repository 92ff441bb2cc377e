import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { labels, listPage, optionalText } from '../gcp-fields.js';

const bucketSchema = z
  .object({
    name: z.string().min(1),
    location: z.string().min(1),
    storageClass: optionalText,
    timeCreated: optionalText,
    lifecycle: z.object({ rule: z.array(z.unknown()).default([]) }).nullish(),
    autoclass: z.object({ enabled: z.boolean().default(false) }).nullish(),
    versioning: z.object({ enabled: z.boolean().default(false) }).nullish(),
    retentionPolicy: z.object({ isLocked: z.boolean().default(false) }).nullish(),
    labels,
  })
  .transform(({ lifecycle, autoclass, versioning, retentionPolicy, location, ...bucket }) => ({
    ...bucket,
    location: location.toLowerCase(),
    lifecycleRules: lifecycle?.rule.length ?? 0,
    autoclass: autoclass?.enabled ?? false,
    versioning: versioning?.enabled ?? false,
    retention: retentionPolicy === undefined || retentionPolicy === null ? null : retentionPolicy.isLocked ? ('locked' as const) : ('set' as const),
  }));

/** A bucket's settings; who may do what with it is not asked for. */
export type GcpStorageBucket = z.output<typeof bucketSchema>;

export const gcpStorageBucketsReader = defineReader<GcpStorageBucket>({
  id: 'gcp.storage.buckets',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'storage.googleapis.com/Bucket',
  operations: ['storage.buckets.list'],
  pageSize: 1000,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'storage.buckets.list',
    query: { project: scope.accountId, projection: 'noAcl', maxResults: String(pageSize), ...(pageToken === null ? {} : { pageToken }) },
  }),
  page: listPage,
  item: bucketSchema,
  identify: (bucket, scope) => ({
    canonicalId: `//storage.googleapis.com/${bucket.name}`,
    resourceId: `gs://${bucket.name}`,
    name: bucket.name,
    accountId: scope.accountId,
    region: bucket.location,
    tags: bucket.labels,
  }),
});
