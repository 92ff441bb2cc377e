import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';

const clustersSchema = z.object({
  clusters: z.array(z.object({ location: z.string().min(1), releaseChannel: z.object({ channel: z.string().optional() }).nullish() })).default([]),
  missingZones: z.array(z.string()).max(0).optional(),
});

/** Every answer names the default; one that does not is another answer. */
const answerSchema = z.looseObject({ defaultClusterVersion: z.string() });

/** `1.30.5-gke.1014001` → 30. */
const minor = z
  .string()
  .regex(/^1\.\d{1,3}\./)
  .transform((version) => Number(version.split('.')[1]));

const configSchema = z
  .object({ location: z.string().min(1), channels: z.array(z.object({ channel: z.string(), validVersions: z.array(minor).default([]) })).default([]) })
  .transform(({ location, channels }) => {
    const supported = channels.filter(({ channel }) => channel === 'REGULAR' || channel === 'STABLE').flatMap(({ validVersions }) => validVersions);
    return { location, oldestStandardMinor: supported.length === 0 ? null : Math.min(...supported) };
  });

/** Which versions Google still keeps in standard support at one place: what the channels beside Extended and Rapid offer there. */
export type GcpContainerServerConfig = z.output<typeof configSchema>;

/** Asked only where a cluster is in the Extended channel: nobody else pays for extended support. */
export const gcpContainerServerConfigsReader = defineReader<GcpContainerServerConfig>({
  id: 'gcp.container.server-configs',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'container.googleapis.com/ServerConfig',
  operations: ['container.projects.locations.clusters.list', 'container.projects.locations.getServerConfig'],
  pageSize: 1000,
  request({ scope, pageToken }) {
    const [location] = pendingNames(pageToken).pending;
    return location === undefined
      ? { operation: 'container.projects.locations.clusters.list', path: { project: scope.accountId } }
      : { operation: 'container.projects.locations.getServerConfig', path: { project: scope.accountId, location } };
  },
  page(body, { pageToken }) {
    const [location, ...pending] = pendingNames(pageToken).pending;
    if (location !== undefined) return { items: [{ ...answerSchema.parse(body), location }], next: pendingToken({ pending, marker: null }) };
    const extended = clustersSchema.parse(body).clusters.filter(({ releaseChannel }) => releaseChannel?.channel === 'EXTENDED');
    return { items: [], next: pendingToken({ pending: [...new Set(extended.map((cluster) => cluster.location))], marker: null }) };
  },
  item: configSchema,
  identify: (config, scope) => ({
    canonicalId: `//container.googleapis.com/projects/${scope.accountId}/locations/${config.location}/serverconfig`.toLowerCase(),
    resourceId: config.location,
    name: null,
    accountId: scope.accountId,
    region: config.location,
    tags: {},
  }),
});
