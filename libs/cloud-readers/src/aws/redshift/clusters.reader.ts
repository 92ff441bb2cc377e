import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { capitalTags, capitalTagsShape, nextOf, optionalInstant, optionalNumber, regionOf } from '../aws-fields.js';

const shape = {
  Marker: 'text',
  Clusters: [
    { ClusterIdentifier: 'text', NodeType: 'text', NumberOfNodes: 'text', ClusterStatus: 'text', ClusterCreateTime: 'text', Tags: capitalTagsShape },
    'Cluster',
  ],
} as const;

const pageSchema = z.object({ Marker: z.string().optional(), Clusters: z.array(z.unknown()) });

const clusterSchema = z
  .object({
    ClusterIdentifier: z.string().min(1),
    NodeType: z.string().min(1),
    NumberOfNodes: optionalNumber,
    ClusterStatus: z.string().min(1),
    ClusterCreateTime: optionalInstant,
    Tags: capitalTags,
  })
  .transform((cluster) => ({
    clusterIdentifier: cluster.ClusterIdentifier,
    nodeType: cluster.NodeType,
    nodes: cluster.NumberOfNodes,
    state: cluster.ClusterStatus,
    createTime: cluster.ClusterCreateTime,
    tags: cluster.Tags,
  }));

export type AwsRedshiftCluster = z.output<typeof clusterSchema>;

export const awsRedshiftClustersReader = defineReader<AwsRedshiftCluster>({
  id: 'aws.redshift.clusters',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::Redshift::Cluster',
  operations: ['redshift:DescribeClusters'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'redshift:DescribeClusters',
    ...regionOf(scope),
    body: { MaxRecords: pageSize, Marker: pageToken },
    shape,
  }),
  page(body) {
    const { Marker, Clusters } = pageSchema.parse(body);
    return { items: Clusters, next: nextOf(Marker) };
  },
  item: clusterSchema,
  identify: (cluster, scope) => ({
    canonicalId: `arn:aws:redshift:${scope.region ?? ''}:${scope.accountId}:cluster:${cluster.clusterIdentifier}`.toLowerCase(),
    resourceId: cluster.clusterIdentifier,
    name: cluster.clusterIdentifier,
    accountId: scope.accountId,
    region: scope.region,
    tags: cluster.tags,
  }),
});
