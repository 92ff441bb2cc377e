import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { nextOf, optionalText } from '../gcp-fields.js';

const listSchema = z.object({ nextPageToken: z.string().optional(), buckets: z.array(z.unknown()).default([]) });

const bucketSchema = z.object({
  name: z.string().regex(/^projects\/[^/]+\/locations\/[^/]+\/buckets\/[^/]+$/),
  createTime: optionalText,
  retentionDays: z.number().int().nonnegative().default(0),
  lifecycleState: optionalText,
  locked: z.boolean().default(false),
});

/** A log bucket's settings, never an entry. */
export type GcpLoggingBucket = z.output<typeof bucketSchema>;

export const gcpLoggingBucketsReader = defineReader<GcpLoggingBucket>({
  id: 'gcp.logging.buckets',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'logging.googleapis.com/LogBucket',
  operations: ['logging.projects.locations.buckets.list'],
  pageSize: 500,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'logging.projects.locations.buckets.list',
    path: { project: scope.accountId },
    query: { pageSize: String(pageSize), ...(pageToken === null ? {} : { pageToken }) },
  }),
  page(body) {
    const { buckets, nextPageToken } = listSchema.parse(body);
    return { items: buckets, next: nextOf(nextPageToken) };
  },
  item: bucketSchema,
  identify(bucket, scope) {
    const [, , , location, , name] = bucket.name.split('/');
    return {
      canonicalId: `//logging.googleapis.com/${bucket.name}`.toLowerCase(),
      resourceId: bucket.name,
      name: name ?? null,
      accountId: scope.accountId,
      region: location ?? null,
      tags: {},
    };
  },
});
