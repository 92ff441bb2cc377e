import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { labels, nextOf, optionalText } from '../gcp-fields.js';

const pageSchema = z.object({ nextPageToken: z.string().optional(), results: z.array(z.unknown()).default([]) });

const deployedModel = z.object({
  createTime: optionalText,
  dedicatedResources: z
    .object({ minReplicaCount: z.number().int().nonnegative().default(1), machineSpec: z.object({ machineType: optionalText }).nullish() })
    .nullish(),
});

/** Cloud Asset names an endpoint by project, region and number: `//aiplatform.googleapis.com/projects/1/locations/europe-west4/endpoints/42`. */
const endpointSchema = z
  .object({
    name: z.string().regex(/^\/\/aiplatform\.googleapis\.com\/projects\/[^/]+\/locations\/[^/]+\/endpoints\/\d+$/),
    displayName: optionalText,
    location: z.string().min(1),
    createTime: optionalText,
    labels,
    versionedResources: z.tuple([z.object({ resource: z.object({ deployedModels: z.array(deployedModel).default([]) }) })], z.unknown()),
  })
  .transform(({ versionedResources: [{ resource }], ...endpoint }) => ({
    ...endpoint,
    endpointId: endpoint.name.slice(endpoint.name.lastIndexOf('/') + 1),
    models: resource.deployedModels.map(({ createTime, dedicatedResources }) => ({
      createTime,
      machineType: dedicatedResources?.machineSpec?.machineType ?? null,
      dedicated: dedicatedResources !== undefined && dedicatedResources !== null && dedicatedResources.minReplicaCount > 0,
    })),
  }));

/** A Vertex AI endpoint with the machines that its models hold. */
export type GcpAiplatformEndpoint = z.output<typeof endpointSchema>;

/** Vertex AI answers region by region, Cloud Asset for all regions at once. */
export const gcpAiplatformEndpointsReader = defineReader<GcpAiplatformEndpoint>({
  id: 'gcp.aiplatform.endpoints',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'aiplatform.googleapis.com/Endpoint',
  operations: ['cloudasset.searchAllResources'],
  pageSize: 500,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'cloudasset.searchAllResources',
    path: { project: scope.accountId },
    query: {
      assetTypes: 'aiplatform.googleapis.com/Endpoint',
      pageSize: String(pageSize),
      readMask: 'name,displayName,location,createTime,labels,versionedResources',
      ...(pageToken === null ? {} : { pageToken }),
    },
  }),
  page(body) {
    const { results, nextPageToken } = pageSchema.parse(body);
    return { items: results, next: nextOf(nextPageToken) };
  },
  item: endpointSchema,
  identify: (endpoint, scope) => ({
    canonicalId: endpoint.name.toLowerCase(),
    resourceId: endpoint.endpointId,
    name: endpoint.displayName,
    accountId: scope.accountId,
    region: endpoint.location,
    tags: endpoint.labels,
  }),
});
