import { fixtureScopes, readerFixture } from '../../engine/reader-fixture.js';
import { gcpRecommenderRecommendationsReader } from './recommendations.reader.js';

const instance = '//compute.googleapis.com/projects/480215937064/zones/europe-west1-b/instances/app-1';
const disk = '//compute.googleapis.com/projects/shop-production/zones/europe-west1-b/disks/disk-1';
const places = 'https://www.googleapis.com/compute/v1/projects/shop-production';

/** As Recommender answers, with the members that nobody here judges by left out. */
function advised(id: string, subtype: string, category: string, cost: object | null, operations: readonly object[], state = 'ACTIVE'): object {
  return {
    name: `projects/480215937064/locations/europe-west1-b/recommenders/r/recommendations/${id}`,
    recommenderSubtype: subtype,
    lastRefreshTime: '2026-11-20T07:00:00Z',
    primaryImpact: { category, ...(cost === null ? {} : { costProjection: { cost, duration: '2592000s' } }) },
    content: { operationGroups: [{ operations }], overview: { resourceName: 'x' } },
    stateInfo: { state },
    priority: 'P4',
    etag: '"1"',
  };
}
const stop = { action: 'replace', resourceType: 'compute.googleapis.com/Instance', resource: instance, path: '/status', value: 'TERMINATED' };
const resize = [
  {
    action: 'test',
    resourceType: 'compute.googleapis.com/Instance',
    resource: instance,
    path: '/machineType',
    value: 'zones/europe-west1-b/machineTypes/n1-standard-4',
  },
  {
    action: 'replace',
    resourceType: 'compute.googleapis.com/Instance',
    resource: instance,
    path: '/machineType',
    value: 'zones/europe-west1-b/machineTypes/custom-2-5120',
  },
];
const snapshotAndDelete = [
  {
    action: 'add',
    resourceType: 'compute.googleapis.com/Snapshot',
    resource: '//compute.googleapis.com/projects/shop-production/global/snapshots/$name',
    path: '/',
    value: {},
  },
  { action: 'remove', resourceType: 'compute.googleapis.com/Disk', resource: disk, path: '/' },
];
const item = (adviceId: string, action: string, resource: string) =>
  ({
    enrolled: true,
    source: 'gcp.recommender',
    adviceId,
    action,
    resourceArn: resource,
    resourceId: resource,
    region: 'europe-west1-b',
    tags: {},
    now: null,
    advised: null,
    costNow: null,
    lookbackDays: null,
    estimationMode: 'ListOrContractPrices',
    refreshedAt: '2026-11-20T07:00:00Z',
  }) as const;

export const fixture = readerFixture({
  reader: gcpRecommenderRecommendationsReader,
  scope: fixtureScopes.project,
  answers: [
    {
      kind: 'compute#regionList',
      items: [
        {
          name: 'europe-west1',
          zones: [`${places}/zones/europe-west1-b`],
          quotas: [
            { metric: 'INSTANCES', limit: 24, usage: 3 },
            { metric: 'SSD_TOTAL_GB', limit: 500, usage: 10 },
            { metric: 'STATIC_ADDRESSES', limit: 8, usage: 0 },
          ],
        },
        // Nothing is there, so nobody is asked about it.
        { name: 'us-east4', zones: [`${places}/zones/us-east4-a`], quotas: [{ metric: 'INSTANCES', limit: 24, usage: 0 }] },
      ],
    },
    { recommendations: [advised('a1', 'STOP_VM', 'COST', { currencyCode: 'EUR', units: '-30' }, [stop])], nextPageToken: 'page-two' },
    { recommendations: [advised('a2', 'STOP_VM', 'COST', { currencyCode: 'EUR', units: '-1' }, [stop], 'DISMISSED')] },
    {
      recommendations: [
        advised('b1', 'CHANGE_MACHINE_TYPE', 'COST', { currencyCode: 'EUR', units: '-12', nanos: -600_000_000 }, resize),
        advised('b2', 'CHANGE_MACHINE_TYPE', 'PERFORMANCE', { currencyCode: 'EUR', units: '40' }, resize),
      ],
    },
    { recommendations: [advised('c1', 'SNAPSHOT_AND_DELETE_DISK', 'COST', null, snapshotAndDelete)] },
    {},
    {},
    {},
  ],
  items: [
    { ...item('a1', 'STOP_VM', instance), actionGroup: 'terminate', saving: '30.44', currency: 'EUR' },
    {
      ...item('b1', 'CHANGE_MACHINE_TYPE', instance),
      actionGroup: 'resize',
      now: 'n1-standard-4',
      advised: 'custom-2-5120',
      saving: '12.7848',
      currency: 'EUR',
    },
    { ...item('b2', 'CHANGE_MACHINE_TYPE', instance), actionGroup: null, now: 'n1-standard-4', advised: 'custom-2-5120', saving: '0', currency: 'EUR' },
    { ...item('c1', 'SNAPSHOT_AND_DELETE_DISK', disk), actionGroup: 'terminate', saving: null, currency: null },
  ],
  identity: {
    // The number of the project is its id here, as inventory and bill have it.
    canonicalId: '//compute.googleapis.com/projects/shop-production/zones/europe-west1-b/instances/app-1',
    resourceId: '//compute.googleapis.com/projects/shop-production/zones/europe-west1-b/instances/app-1',
    name: 'app-1',
    accountId: 'shop-production',
    region: 'europe-west1-b',
    tags: {},
  },
});
