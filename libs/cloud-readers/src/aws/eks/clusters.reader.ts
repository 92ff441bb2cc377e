import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { pendingNames, pendingToken } from '../../engine/pending-names.js';
import { epochSeconds, nextOf, regionOf } from '../aws-fields.js';

const listPage = z.object({ clusters: z.array(z.string().min(1)), nextToken: z.string().nullish() });
const clusterPage = z.object({ cluster: z.unknown() });

const clusterSchema = z
  .object({
    name: z.string().min(1),
    arn: z.string().startsWith('arn:'),
    version: z.string().min(1),
    status: z.string().min(1),
    createdAt: epochSeconds.nullish(),
    upgradePolicy: z.object({ supportType: z.enum(['STANDARD', 'EXTENDED']) }).nullish(),
    tags: z.record(z.string(), z.string()).nullish(),
  })
  .transform((cluster) => ({
    clusterName: cluster.name,
    clusterArn: cluster.arn,
    version: cluster.version,
    state: cluster.status,
    createTime: cluster.createdAt ?? null,
    /** Extended is what a cluster has that never said otherwise. */
    supportType: cluster.upgradePolicy?.supportType ?? ('EXTENDED' as const),
    tags: cluster.tags ?? {},
  }));

export type AwsEksCluster = z.output<typeof clusterSchema>;

/** Names first, then one description per cluster. */
export const awsEksClustersReader = defineReader<AwsEksCluster>({
  id: 'aws.eks.clusters',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EKS::Cluster',
  operations: ['eks:ListClusters', 'eks:DescribeCluster'],
  pageSize: 100,
  request({ scope, pageToken, pageSize }) {
    const { pending, marker } = pendingNames(pageToken);
    const [clusterName] = pending;
    return clusterName === undefined
      ? { operation: 'eks:ListClusters', ...regionOf(scope), query: { maxResults: String(pageSize), ...(marker === null ? {} : { nextToken: marker }) } }
      : { operation: 'eks:DescribeCluster', ...regionOf(scope), path: { clusterName } };
  },
  page(body, { pageToken }) {
    const { pending, marker } = pendingNames(pageToken);
    if (pending.length === 0) {
      const { clusters, nextToken } = listPage.parse(body);
      return { items: [], next: pendingToken({ pending: clusters, marker: nextOf(nextToken ?? undefined) }) };
    }
    return { items: [clusterPage.parse(body).cluster], next: pendingToken({ pending: pending.slice(1), marker }) };
  },
  item: clusterSchema,
  identify: (cluster, scope) => ({
    canonicalId: cluster.clusterArn.toLowerCase(),
    resourceId: cluster.clusterName,
    name: cluster.clusterName,
    accountId: scope.accountId,
    region: scope.region,
    tags: cluster.tags,
  }),
});
