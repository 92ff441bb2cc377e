import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoGcpEstate } from '../estates/demo-gcp.estate.js';
import { parseEstate } from '../estate/estate.js';
import { PROJECT, startGcpCloud, type GcpCloud } from '../testing/gcp-cloud.js';
import { examplesPresent, exampleNames, readExample, unknownMembers } from '../testing/member-paths.js';
import { expandGcp } from './gcp-expansion.js';
import type { GcpResource } from './gcp-resource.js';

/** Every recorded answer of a flight. */
const flight = (name: string): unknown[] => exampleNames('gcp', 'recorded', name).map((file) => readExample('gcp', 'recorded', name, file));

const withExamples = examplesPresent() ? describe : describe.skip;

withExamples('the members that Google answers hold, against recorded traffic', () => {
  let clouds: GcpCloud;
  beforeAll(async () => {
    clouds = await startGcpCloud();
  });
  afterAll(() => clouds.stop());

  const estate = parseEstate({ gcp: demoGcpEstate() });
  const resources = estate.gcp === undefined ? [] : expandGcp(estate.gcp, estate.seed, new Date());
  const labels = ['goog-gke-volume', 'goog-k8s-cluster-name', 'goog-k8s-node-pool-name', 'goog-gke-node'];

  it.each<[GcpResource['collection'], string[], string[]]>([
    // The recorded disks were detached and unlabelled.
    ['disks', ['disk-recommend', 'disk-snapshots-filter'], ['users', 'labels', ...labels]],
    [
      'instances',
      ['filter-metrics-with-metric-key-as-instance-id', 'instance-get'],
      [...labels, 'env', 'goog-dataflow-job-name', 'guestAccelerators', 'acceleratorType', 'acceleratorCount'],
    ],
    // The recorded rule is of a proxy and without labels; backends and pools were recorded empty.
    ['forwardingRules', ['lb-forwarding-rules-query'], ['backendService', 'pscConnectionId', 'labels', 'labelFingerprint']],
    ['backendServices', ['lb-backend-services-query'], ['backends', 'group', 'balancingMode', 'region']],
    ['targetPools', ['lb-target-pools-query'], []],
    // The recorded snapshots are from 2018, before schedules and regional storage.
    [
      'snapshots',
      ['snapshot-query', 'disk-snapshots-filter'],
      ['storageBytes', 'storageBytesStatus', 'storageLocations', 'autoCreated', 'sourceSnapshotSchedulePolicy'],
    ],
    ['images', ['image-refresh', 'image-filter-iam'], []],
    ['instanceTemplates', ['instance-template-query', 'instance-get'], ['initializeParams', 'sourceImage']],
  ])('%s', (collection, flights, newer) => {
    const answers = resources.filter((resource) => resource.collection === collection).map((resource) => resource.body);
    expect(answers.length).toBeGreaterThan(0);
    expect(unknownMembers(answers, flights.flatMap(flight), newer)).toEqual([]);
  });

  it('an aggregated list and a list of one scope', async () => {
    const aggregated = await clouds.call('GET', `/compute/v1/projects/${PROJECT}/aggregated/instances?maxResults=1`);
    const disks = flight('disk-recommend');
    const places = ['zones/europe-west1-b', 'nextPageToken'];
    expect(unknownMembers(aggregated.body, [...disks, ...flight('filter-metrics-with-metric-key-as-instance-id')], places)).toEqual([]);
    const snapshots = await clouds.call('GET', `/compute/v1/projects/${PROJECT}/global/snapshots`);
    expect(Object.keys(snapshots.body).toSorted()).toEqual(['id', 'items', 'kind', 'selfLink']);
  });

  it('time series', async () => {
    const end = new Date();
    const query = new URLSearchParams({
      filter: 'metric.type = "compute.googleapis.com/instance/cpu/utilization"',
      'interval.startTime': new Date(end.getTime() - 86_400_000).toISOString(),
      'interval.endTime': end.toISOString(),
    });
    const answer = await clouds.call('GET', `/v3/projects/${PROJECT}/timeSeries?${query.toString()}`);
    expect(answer.body['timeSeries']).toBeDefined();
    expect(unknownMembers(answer.body, flight('filter-metrics-with-metric-key-as-instance-id'))).toEqual([]);
  });

  it('a BigQuery job', async () => {
    const answer = await clouds.call('POST', `/bigquery/v2/projects/${PROJECT}/jobs`, {
      configuration: {
        dryRun: true,
        query: { query: 'SELECT currency FROM `shop-one.billing.gcp_billing_export_resource_v1_01ABCD_23EF45_678901`', useLegacySql: false },
      },
    });
    expect(answer.status).toBe(200);
    // The recorded list shows jobs in short form; these members are of the full one.
    const full = [
      'configuration',
      'jobType',
      'dryRun',
      'query',
      'useLegacySql',
      'totalBytesProcessed',
      'totalBytesBilled',
      'statementType',
      'cacheHit',
      'schema',
      'fields',
      'name',
      'type',
      'mode',
      'user_email',
    ];
    expect(unknownMembers(answer.body, flight('bq-job-query'), full)).toEqual([]);
  });
});
