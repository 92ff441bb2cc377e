import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { AnyReader } from './engine/define-reader.js';
import { readPages } from './engine/read-pages.js';
import { fixtureScopes } from './engine/reader-fixture.js';
import type { Scope } from './engine/scope.js';
import * as readers from './index.js';
import { replaySession } from './replay-session.js';
import { wireContent } from './botocore-wire.js';

const folder = join(process.env['VITRINE_SHARED'] ?? join(process.cwd(), '..', 'shared'), 'cloud-examples');
const shared = existsSync(folder);
if (!shared) process.stderr.write("SKIPPED: the providers' own example payloads (no VITRINE_SHARED)\n");
const withData = shared ? describe : describe.skip;

const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
const filesIn = (path: string): string[] =>
  readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(path, name));

async function parsesWhole(reader: AnyReader, scope: Scope, answer: string | object): Promise<number> {
  const pages = readPages(reader, scope, replaySession(reader.cloud, [answer]).session, { pageToken: null, signal: new AbortController().signal });
  const page = (await pages.next()).value;
  expect(page).toMatchObject({ outcome: 'read', rejected: [] });
  if (page?.outcome !== 'read') return 0;
  for (const item of page.items) expect(reader.identify(item, scope).canonicalId).not.toBe('');
  return page.items.length;
}

/** Recordings keep times as their parts; the JSON protocol writes seconds. */
function secondsFor(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(secondsFor);
  const time = z
    .looseObject({
      __class__: z.literal('datetime'),
      year: z.number(),
      month: z.number(),
      day: z.number(),
      hour: z.number(),
      minute: z.number(),
      second: z.number(),
    })
    .safeParse(value);
  if (time.success) return Date.UTC(time.data.year, time.data.month - 1, time.data.day, time.data.hour, time.data.minute, time.data.second) / 1000;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, secondsFor(member)]));
}

const dated = z.looseObject({ data: z.looseObject({}) });
const aws: readonly (readonly [example: string, reader: unknown, list: string])[] = [
  ['ec2.DescribeVolumes', readers.awsEc2VolumesReader, 'Volumes'],
  ['ec2.DescribeInstances', readers.awsEc2InstancesReader, 'Reservations'],
  ['ec2.DescribeAddresses', readers.awsEc2AddressesReader, 'Addresses'],
  ['ec2.DescribeSnapshots', readers.awsEc2SnapshotsReader, 'Snapshots'],
  ['ec2.DescribeImages', readers.awsEc2ImagesReader, 'Images'],
  ['ec2.DescribeNatGateways', readers.awsEc2NatGatewaysReader, 'NatGateways'],
  ['ec2.DescribeVpcEndpoints', readers.awsEc2VpcEndpointsReader, 'VpcEndpoints'],
  ['elasticloadbalancing.DescribeTargetGroups', readers.awsElbv2TargetGroupsReader, 'TargetGroups'],
  ['iam.ListUsers', readers.awsIamUsersReader, 'Users'],
  ['rds.DescribeDBInstances', readers.awsRdsDbInstancesReader, 'DBInstances'],
  ['rds.DescribeDBSnapshots', readers.awsRdsDbSnapshotsReader, 'DBSnapshots'],
  ['elasticache.DescribeCacheClusters', readers.awsElasticacheCacheClustersReader, 'CacheClusters'],
  ['redshift.DescribeClusters', readers.awsRedshiftClustersReader, 'Clusters'],
];

withData('recorded AWS answers fit their readers', () => {
  it.each(aws)('%s', async (example, given, list) => {
    const reader = given as AnyReader;
    const [service = '', action = ''] = example.split('.');
    const ec2 = service === 'ec2';
    let items = 0;
    for (const file of filesIn(join('aws/recorded', example))) {
      const { ResponseMetadata: _metadata, ...data } = dated.parse(read(file)).data;
      // Classic load balancers share the operation's name; they have no reader here. Refusals have no list at all.
      if (!(list in data)) continue;
      const inner = wireContent(action, data, ec2);
      const xml = ec2
        ? `<${action}Response>${inner}</${action}Response>`
        : `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`;
      items += await parsesWhole(reader, reader.scope === 'aws.account' ? fixtureScopes.account : fixtureScopes.region, xml);
    }
    expect(items).toBeGreaterThan(0);
  });

  it('logs.DescribeLogGroups, as JSON', async () => {
    let items = 0;
    for (const file of filesIn('aws/recorded/logs.DescribeLogGroups')) {
      const { data } = dated.parse(read(file));
      if ('logGroups' in data) items += await parsesWhole(readers.awsLogsLogGroupsReader, fixtureScopes.region, data);
    }
    expect(items).toBeGreaterThan(0);
  });

  it('dynamodb.DescribeTable, as JSON', () => {
    const tables = filesIn('aws/recorded/dynamodb.DescribeTable').flatMap((file) => {
      const { Table } = z.looseObject({ Table: z.looseObject({}).optional() }).parse(secondsFor(dated.parse(read(file)).data));
      return Table === undefined ? [] : [Table];
    });
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) expect(readers.awsDynamodbTablesReader.item.safeParse(table).error).toBeUndefined();
  });

  it('iam.GetCredentialReport', () => {
    let rows = 0;
    for (const file of filesIn('aws/recorded/iam.GetCredentialReport')) {
      const data = z.looseObject({ Content: z.union([z.string(), z.looseObject({})]).optional() }).parse(dated.parse(read(file)).data);
      if (typeof data.Content !== 'string') continue;
      const encoded = data.Content.startsWith('user,') ? btoa(data.Content) : data.Content;
      const page = readers.awsIamCredentialReportReader.page({ Content: encoded }, { scope: fixtureScopes.account, pageToken: 'report:ready', pageSize: 1 });
      for (const item of page.items) expect(readers.awsIamCredentialReportReader.item.safeParse(item).error).toBeUndefined();
      rows += page.items.length;
    }
    expect(rows).toBeGreaterThan(0);
  });

  it("botocore's documented examples", async () => {
    const schema = z.object({ examples: z.record(z.string(), z.array(z.object({ output: z.looseObject({}).optional() }))) });
    const { examples } = schema.parse(read('aws/botocore/ec2/examples-1.json'));
    const fit = [
      ['DescribeVolumes', readers.awsEc2VolumesReader],
      ['DescribeAddresses', readers.awsEc2AddressesReader],
      ['DescribeNatGateways', readers.awsEc2NatGatewaysReader],
    ] as const;
    for (const [action, reader] of fit) {
      for (const { output = {} } of examples[action] ?? [])
        expect(
          await parsesWhole(reader as AnyReader, fixtureScopes.region, `<${action}Response>${wireContent(action, output, true)}</${action}Response>`),
        ).toBeGreaterThan(0);
    }
    const balancing = schema.parse(read('aws/botocore/elbv2/examples-1.json')).examples;
    for (const [action, reader] of [
      ['DescribeLoadBalancers', readers.awsElbv2LoadBalancersReader],
      ['DescribeTargetGroups', readers.awsElbv2TargetGroupsReader],
    ] as const) {
      for (const { output = {} } of balancing[action] ?? []) {
        const xml = `<${action}Response><${action}Result>${wireContent(action, output, false)}</${action}Result></${action}Response>`;
        expect(await parsesWhole(reader as AnyReader, fixtureScopes.region, xml)).toBeGreaterThan(0);
      }
    }
  });

  it('monitoring.GetMetricData', () => {
    for (const file of filesIn('aws/recorded/monitoring.GetMetricData')) {
      const xml = z
        .looseObject({ MetricDataResults: z.array(z.looseObject({ Timestamps: z.array(z.unknown()), Values: z.array(z.number()) })) })
        .parse(dated.parse(read(file)).data);
      const body = {
        MetricDataResults: xml.MetricDataResults.map((result, index) => ({
          Id: `q${String(index)}`,
          Timestamps: result.Timestamps.map((at) => wireContent('', at, false)),
          Values: result.Values.map(String),
        })),
      };
      const spec = {
        cloud: 'aws',
        namespace: 'AWS/EC2',
        name: 'CPUUtilization',
        statistic: 'Average',
        periodSeconds: 300,
        windowDays: 1,
        absentMeansZero: false,
      } as const;
      const batch = xml.MetricDataResults.map((_, index) => ({ key: `k${String(index)}`, spec, dimensions: {} }));
      const { series } = readers.awsCloudwatchMetricReader.page(body, batch);
      expect([...series].map(({ points }) => points.length)).toEqual(xml.MetricDataResults.map(({ Values }) => Values.length));
    }
  });
});

const azureSpec: readonly (readonly [file: string, reader: unknown])[] = [
  ['azure/compute/2023-10-02/diskExamples/Disk_ListBySubscription.json', readers.azureComputeDisksReader],
  ['azure/compute/2023-10-02/snapshotExamples/Snapshot_ListBySubscription.json', readers.azureComputeSnapshotsReader],
  ['azure/compute/2024-03-01/virtualMachineExamples/VirtualMachine_ListAll_MaximumSet_Gen.json', readers.azureComputeVirtualMachinesReader],
  ['azure/compute/2024-03-01/virtualMachineExamples/VirtualMachine_ListBySubscription_ByLocation.json', readers.azureComputeVirtualMachinesReader],
  ['azure/network/2024-01-01/LoadBalancerListAll.json', readers.azureNetworkLoadBalancersReader],
  ['azure/network/2024-01-01/NatGatewayListAll.json', readers.azureNetworkNatGatewaysReader],
];
const azureRecorded: readonly (readonly [file: string, reader: unknown])[] = [
  ['azure/recorded/DiskTest.test_find_by_name.json', readers.azureComputeDisksReader],
  ['azure/recorded/AppServicePlanTest.linux_plans.json', readers.azureWebAppServicePlansReader],
  ['azure/recorded/PublicIpAddressTest.test_find_by_name.json', readers.azureNetworkPublicIpAddressesReader],
  ['azure/recorded/LoadBalancerTest.test_find_by_name.json', readers.azureNetworkLoadBalancersReader],
  ['azure/recorded/CostFilterTest.test_cost_resource.json', readers.azureComputeVirtualMachinesReader],
];
const listed = z.looseObject({ value: z.array(z.looseObject({ id: z.string() })) });
const specSchema = z.looseObject({ responses: z.looseObject({ '200': z.looseObject({ body: listed }) }) });
const recordedSchema = z.looseObject({ interactions: z.array(z.looseObject({ response: z.looseObject({ body: z.unknown() }) })) });

/** ARM's resource as Resource Graph gives it: the same members beside group and subscription columns. */
function graphRows(value: readonly { readonly id: string }[]): object {
  return {
    data: value.map((resource) => ({
      location: '',
      ...resource,
      resourceGroup: /resourceGroups\/([^/]+)/i.exec(resource.id)?.[1] ?? '',
      subscriptionId: fixtureScopes.subscription.accountId,
    })),
  };
}

function recordedBody(body: unknown): unknown {
  const wrapped = z.looseObject({ data: z.unknown() }).safeParse(body);
  const inner = wrapped.success && wrapped.data.data !== undefined ? wrapped.data.data : body;
  const text = z.looseObject({ string: z.string() }).safeParse(inner);
  return text.success ? JSON.parse(text.data.string) : inner;
}

withData("Microsoft's examples and recorded traffic fit their readers", () => {
  it.each(azureSpec)('%s', async (file, given) => {
    const { value } = specSchema.parse(read(file)).responses['200'].body;
    expect(await parsesWhole(given as AnyReader, fixtureScopes.subscription, graphRows(value))).toBe(value.length);
  });

  it.each(azureRecorded)('%s', async (file, given) => {
    const [first] = recordedSchema.parse(read(file)).interactions;
    const { value } = listed.parse(recordedBody(first?.response.body));
    expect(await parsesWhole(given as AnyReader, fixtureScopes.subscription, graphRows(value))).toBe(value.length);
  });

  it('role assignments of either source', async () => {
    const reader = readers.azureAuthorizationRoleAssignmentsReader as AnyReader;
    const official = specSchema.parse(read('azure/authorization/2022-04-01/RoleAssignments_ListForSubscription.json')).responses['200'].body;
    expect(await parsesWhole(reader, fixtureScopes.subscription, { value: official.value })).toBeGreaterThan(0);
    const [first] = recordedSchema.parse(read('azure/recorded/AccessControlTest.test_find_assignments_by_role.json')).interactions;
    expect(await parsesWhole(reader, fixtureScopes.subscription, { value: listed.parse(recordedBody(first?.response.body)).value })).toBeGreaterThan(0);
  });
});

const gcp: readonly (readonly [file: string, reader: unknown])[] = [
  ['gcp/recorded/lb-forwarding-rules-query/get-compute-v1-projects-cloud-custodian-aggregated-forwardingRules_1.json', readers.gcpComputeForwardingRulesReader],
  ['gcp/recorded/lb-backend-services-query/get-compute-v1-projects-cloud-custodian-aggregated-backendServices_1.json', readers.gcpComputeBackendServicesReader],
  ['gcp/recorded/lb-target-pools-query/get-compute-v1-projects-cloud-custodian-aggregated-targetPools_1.json', readers.gcpComputeTargetPoolsReader],
  ['gcp/recorded/disk-recommend/get-compute-v1-projects-cloud-custodian-aggregated-disks_1.json', readers.gcpComputeDisksReader],
  ['gcp/recorded/disk-snapshots-filter/get-compute-v1-projects-cloud-custodian-aggregated-disks_1.json', readers.gcpComputeDisksReader],
  ['gcp/recorded/disk-snapshots-filter/get-compute-v1-projects-cloud-custodian-global-snapshots_1.json', readers.gcpComputeSnapshotsReader],
  ['gcp/recorded/snapshot-query/get-compute-v1-projects-cloud-custodian-global-snapshots_1.json', readers.gcpComputeSnapshotsReader],
  ['gcp/recorded/image-filter-iam/get-compute-v1-projects-cloud-custodian-global-images_1.json', readers.gcpComputeImagesReader],
  ['gcp/recorded/filter-no-metrics/get-compute-v1-projects-cloud-custodian-aggregated-instances_1.json', readers.gcpComputeInstancesReader],
  [
    'gcp/recorded/filter-metrics-with-metric-key-as-instance-id/get-compute-v1-projects-cloud-custodian-aggregated-instances_1.json',
    readers.gcpComputeInstancesReader,
  ],
];

withData('recorded Google answers fit their readers', () => {
  it.each(gcp)('%s', async (file, given) => {
    const { body } = z.looseObject({ body: z.looseObject({}) }).parse(read(file));
    expect(await parsesWhole(given as AnyReader, fixtureScopes.project, body)).toBeGreaterThan(0);
  });

  it.each([
    ['sqlinstance-get/get-sql-v1beta4-projects-cloud-custodian-instances-brenttest-2_1.json', readers.gcpSqladminInstancesReader, 'items'],
    [
      'gke-cluster-get/get-v1-projects-cloud-custodian-locations-us-central1-a-clusters-standard-cluster-1_1.json',
      readers.gcpContainerClustersReader,
      'clusters',
    ],
    ['bucket-get-resource/get-storage-v1-b-staging.cloud-custodian.appspot.com_1.json', readers.gcpStorageBucketsReader, 'items'],
  ] as const)('%s, as a member of its list', async (file, given, member) => {
    const { body } = z.looseObject({ body: z.looseObject({}) }).parse(read(join('gcp/recorded', file)));
    expect(await parsesWhole(given as AnyReader, fixtureScopes.project, { [member]: [body] })).toBe(1);
  });

  it('monitoring timeSeries, with and without points', () => {
    const folders = ['filter-no-metrics', 'filter-metrics-with-metric-key-as-instance-id'];
    const spec = {
      cloud: 'gcp',
      namespace: 'compute.googleapis.com',
      name: 'instance/cpu/utilization',
      statistic: 'Maximum',
      periodSeconds: 3600,
      windowDays: 14,
      absentMeansZero: false,
    } as const;
    const files = folders.flatMap((name) => filesIn(join('gcp/recorded', name))).filter((name) => name.includes('timeSeries'));
    expect(files).toHaveLength(2);
    const instanceSeries = z.looseObject({
      timeSeries: z.array(z.looseObject({ resource: z.looseObject({ labels: z.record(z.string(), z.string()) }) })).default([]),
    });
    for (const file of files) {
      const { body } = z.looseObject({ body: instanceSeries }).parse(read(file));
      const ids = body.timeSeries.map(({ resource }) => resource.labels['instance_id'] ?? '');
      const { series } = readers.gcpMonitoringMetricReader.page(
        body,
        ids.map((id) => ({ key: id, spec, dimensions: { instance_id: id } })),
      );
      expect([...series].map(({ key }) => key)).toEqual(ids);
    }
  });
});
