import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { epochSeconds, nextOf, regionOf } from '../aws-fields.js';

const pageSchema = z.object({ clusterVersions: z.array(z.unknown()), nextToken: z.string().nullish() });

const versionSchema = z
  .object({ clusterVersion: z.string().min(1), endOfStandardSupportDate: epochSeconds.nullish(), endOfExtendedSupportDate: epochSeconds.nullish() })
  .transform((version) => ({
    version: version.clusterVersion,
    standardSupportEnds: version.endOfStandardSupportDate ?? null,
    extendedSupportEnds: version.endOfExtendedSupportDate ?? null,
  }));

export type AwsEksClusterVersion = z.output<typeof versionSchema>;

/** The provider's own calendar: its dates have moved before, so none is written down here. */
export const awsEksClusterVersionsReader = defineReader<AwsEksClusterVersion>({
  id: 'aws.eks.cluster-versions',
  cloud: 'aws',
  scope: 'aws.region',
  resourceType: 'AWS::EKS::ClusterVersion',
  operations: ['eks:DescribeClusterVersions'],
  pageSize: 100,
  request: ({ scope, pageToken, pageSize }) => ({
    operation: 'eks:DescribeClusterVersions',
    ...regionOf(scope),
    query: { maxResults: String(pageSize), ...(pageToken === null ? {} : { nextToken: pageToken }) },
  }),
  page(body) {
    const { clusterVersions, nextToken } = pageSchema.parse(body);
    return { items: clusterVersions, next: nextOf(nextToken ?? undefined) };
  },
  item: versionSchema,
  identify: ({ version }, scope) => ({
    canonicalId: `arn:aws:eks:${scope.region ?? ''}:${scope.accountId}:version/${version}`,
    resourceId: version,
    name: version,
    accountId: scope.accountId,
    region: scope.region,
    tags: {},
  }),
});
