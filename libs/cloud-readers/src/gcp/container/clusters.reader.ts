import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { labels, optionalText } from '../gcp-fields.js';

/** All locations in one answer, without pages. Where Google could not reach a zone its clusters would be missing: refused as a whole. */
const listSchema = z.object({ clusters: z.array(z.unknown()).default([]), missingZones: z.array(z.string()).max(0).optional() });

const clusterSchema = z
  .object({
    name: z.string().min(1),
    selfLink: z.url(),
    location: z.string().min(1),
    status: z.string(),
    createTime: optionalText,
    currentMasterVersion: optionalText,
    currentNodeCount: z.number().int().nonnegative().default(0),
    autopilot: z.object({ enabled: z.boolean().default(false) }).nullish(),
    releaseChannel: z.object({ channel: optionalText }).nullish(),
    resourceLabels: labels,
  })
  .transform(({ autopilot, releaseChannel, resourceLabels, ...cluster }) => ({
    ...cluster,
    autopilot: autopilot?.enabled ?? false,
    channel: releaseChannel?.channel ?? null,
    labels: resourceLabels,
  }));

/** A GKE cluster; its certificates and endpoint are dropped. */
export type GcpContainerCluster = z.output<typeof clusterSchema>;

export const gcpContainerClustersReader = defineReader<GcpContainerCluster>({
  id: 'gcp.container.clusters',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'container.googleapis.com/Cluster',
  operations: ['container.projects.locations.clusters.list'],
  pageSize: 1000,
  request: ({ scope }) => ({ operation: 'container.projects.locations.clusters.list', path: { project: scope.accountId } }),
  page: (body) => ({ items: listSchema.parse(body).clusters, next: null }),
  item: clusterSchema,
  identify(cluster, scope) {
    const path = new URL(cluster.selfLink).pathname;
    const projects = path.indexOf('/projects/');
    return {
      // A zonal cluster is under `zones/` here and in Cloud Asset, a regional one under `locations/`.
      canonicalId: `//container.googleapis.com${projects < 0 ? path : path.slice(projects)}`.toLowerCase(),
      resourceId: cluster.selfLink,
      name: cluster.name,
      accountId: scope.accountId,
      region: cluster.location,
      tags: cluster.labels,
    };
  },
});
