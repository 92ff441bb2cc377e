import type { AwsCall, AwsOperation } from '../aws-operation.js';
import type { ServiceResource } from '../inventory/service-resource.js';
import { pageOf } from '../paging.js';
import { AwsError } from '../wire/aws-error.js';
import type { AwsAnswer } from '../wire/aws-response.js';
import { segmentOf } from '../wire/rest-operation-name.js';
import { ofRegion } from '../inventory/of-region.js';
import type { ClusterGroup } from './cluster.family.js';

const clustersIn = (call: AwsCall): readonly ServiceResource<ClusterGroup>[] => ofRegion(call.world.inventory.clusters, call.region);
const seconds = (date: Date): number => date.getTime() / 1000;

/** Days until standard support ends, from the simulator's own day; the real calendar moves, and so does this one. */
const CALENDAR: Readonly<Record<string, number>> = { '1.35': 400, '1.33': 60, '1.30': -480 };
const VERSIONS: Readonly<Record<ClusterGroup['situation'], string>> = {
  current: '1.35',
  'extended-support': '1.30',
  'near-the-end': '1.33',
  'upgraded-by-policy': '1.30',
  'unknown-version': '1.99',
  deleting: '1.30',
};

function listClusters(call: AwsCall): AwsAnswer {
  const asked = call.request.url.searchParams;
  const page = pageOf(
    'ListClusters',
    clustersIn(call),
    asked.get('nextToken') ?? undefined,
    Number(asked.get('maxResults') ?? '100'),
    'InvalidParameterException',
  );
  return { kind: 'json', value: { clusters: page.items.map(({ name }) => name), nextToken: page.nextToken } };
}

function describeCluster(call: AwsCall): AwsAnswer {
  const name = segmentOf(call.request, 1);
  const found = clustersIn(call).find((each) => each.name === name);
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404);
  const { situation, tags } = found.group;
  return {
    kind: 'json',
    value: {
      cluster: {
        name,
        arn: found.arn,
        createdAt: seconds(call.world.clock.daysAgo(found.ageDays)),
        version: VERSIONS[situation],
        endpoint: `https://${name}.example`,
        status: situation === 'deleting' ? 'DELETING' : 'ACTIVE',
        upgradePolicy: { supportType: situation === 'upgraded-by-policy' ? 'STANDARD' : 'EXTENDED' },
        tags,
      },
    },
  };
}

function describeVersions(call: AwsCall): AwsAnswer {
  const clusterVersions = Object.entries(CALENDAR).map(([clusterVersion, days]) => ({
    clusterVersion,
    clusterType: 'eks',
    defaultVersion: clusterVersion === '1.35',
    endOfStandardSupportDate: seconds(call.world.clock.daysAgo(-days)),
    endOfExtendedSupportDate: seconds(call.world.clock.daysAgo(-days - 365)),
    versionStatus: days < 0 ? 'EXTENDED_SUPPORT' : 'STANDARD_SUPPORT',
  }));
  return { kind: 'json', value: { clusterVersions } };
}

export const EKS_OPERATIONS: readonly AwsOperation[] = [
  { service: 'eks', name: 'ListClusters', permission: 'eks:ListClusters', access: 'read', run: listClusters },
  { service: 'eks', name: 'DescribeCluster', permission: 'eks:DescribeCluster', access: 'read', run: describeCluster },
  { service: 'eks', name: 'DescribeClusterVersions', permission: 'eks:DescribeClusterVersions', access: 'read', run: describeVersions },
  { service: 'eks', name: 'DeleteCluster', permission: 'eks:DeleteCluster', access: 'write', run: () => ({ kind: 'json', value: {} }) },
];
