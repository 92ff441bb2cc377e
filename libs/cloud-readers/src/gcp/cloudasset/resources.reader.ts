import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { labels, nextOf, optionalText } from '../gcp-fields.js';

const pageSchema = z.object({ nextPageToken: z.string().optional(), results: z.array(z.unknown()).default([]) });

const resourceSchema = z.object({
  name: z.string().startsWith('//'),
  assetType: z.string().min(1),
  displayName: optionalText,
  location: optionalText,
  state: optionalText,
  createTime: optionalText,
  labels,
});

/** One resource as Cloud Asset knows it: what it is and where, nothing inside. */
export type GcpCloudassetResource = z.output<typeof resourceSchema>;

export const gcpCloudassetResourcesReader = defineReader<GcpCloudassetResource>({
  id: 'gcp.cloudasset.resources',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'cloudasset.googleapis.com/Resource',
  operations: ['cloudasset.searchAllResources'],
  pageSize: 500,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'cloudasset.searchAllResources',
    path: { project: scope.accountId },
    query: {
      pageSize: String(pageSize),
      readMask: 'name,assetType,displayName,location,state,createTime,labels',
      ...(pageToken === null ? {} : { pageToken }),
    },
  }),
  page(body) {
    const { results, nextPageToken } = pageSchema.parse(body);
    return { items: results, next: nextOf(nextPageToken) };
  },
  item: resourceSchema,
  identify: (resource, scope) => ({
    canonicalId: resource.name.toLowerCase(),
    resourceId: resource.name,
    name: resource.displayName,
    accountId: scope.accountId,
    region: resource.location,
    tags: resource.labels,
  }),
});
