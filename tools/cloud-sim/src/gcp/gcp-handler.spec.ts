import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../http/json-answer.js';
import { PROJECT, startGcpCloud, type GcpCloud } from '../testing/gcp-cloud.js';

let clouds: GcpCloud;

beforeAll(async () => {
  clouds = await startGcpCloud();
});
afterAll(() => clouds.stop());

describe('Cloud Asset', () => {
  it('pages by 500 through every disk of the organization, versioned resources only when asked', async () => {
    const names: unknown[] = [];
    let pageToken = '';
    do {
      const page = await clouds.call(
        'GET',
        `/v1/organizations/123456789012:searchAllResources?assetTypes=compute.googleapis.com/Disk&pageSize=500&readMask=name,versionedResources&pageToken=${pageToken}`,
      );
      names.push(...(page.body['results'] as JsonObject[]).map((result) => result['name'])); // counted below
      pageToken = (page.body['nextPageToken'] as string | undefined) ?? ''; // absent on the last page
    } while (pageToken !== '');
    expect(new Set(names).size).toBe(620 + 1 + 2 + 1 + 1 + 1 + 1);
    const bare = await clouds.call('GET', `/v1/projects/${PROJECT}:searchAllResources?query=${encodeURIComponent('state:TERMINATED')}`);
    expect(bare.body['results']).toHaveLength(1);
    expect((bare.body['results'] as JsonObject[])[0]).not.toHaveProperty('versionedResources');
  });

  it('answers under the real host as first path segment too', async () => {
    expect((await clouds.call('GET', `/cloudasset.googleapis.com/v1/projects/shop-two:searchAllResources`)).body['results']).toHaveLength(1);
  });

  it('a denied permission is 403 PERMISSION_DENIED naming it', async () => {
    clouds.behaviour.denied.add('cloudasset.assets.searchAllResources');
    const refused = await clouds.call('GET', `/v1/projects/${PROJECT}:searchAllResources`);
    clouds.behaviour.denied.clear();
    expect(refused.body).toMatchObject({
      error: { code: 403, status: 'PERMISSION_DENIED', message: expect.stringContaining('cloudasset.assets.searchAllResources') },
    });
  });

  it('throttles a project after 400 calls in Google’s form, without a time to come back', async () => {
    clouds.behaviour.throttle = true;
    let refused = await clouds.call('GET', '/v1/projects/shop-two:searchAllResources?pageSize=1');
    // The bucket refills while the loop runs, so a slow machine needs more than 400 calls.
    for (let call = 0; call < 5000 && refused.status !== 429; call++) refused = await clouds.call('GET', '/v1/projects/shop-two:searchAllResources?pageSize=1');
    clouds.behaviour.throttle = false;
    expect(refused.body).toMatchObject({ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } });
    expect(refused.headers.get('retry-after')).toBeNull();
  });
});

describe('Compute Engine', () => {
  it('pages the aggregated list; a scope without results on the page carries a warning', async () => {
    const first = await clouds.call('GET', `/compute/v1/projects/${PROJECT}/aggregated/disks?maxResults=500`);
    const second = await clouds.call('GET', `/compute/v1/projects/${PROJECT}/aggregated/disks?maxResults=500&pageToken=${String(first.body['nextPageToken'])}`);
    const disksOf = (page: JsonObject): number =>
      Object.values(page['items'] as Record<string, { disks?: JsonObject[] }>).reduce((sum, scope) => sum + (scope.disks?.length ?? 0), 0); // compared with recorded answers below
    expect(disksOf(first.body) + disksOf(second.body)).toBe(626);
    expect(second.body['nextPageToken']).toBeUndefined();
  });

  it('a smuggled write is refused to a viewer and is in the log as a write', async () => {
    clouds.log.clear();
    expect((await clouds.call('POST', `/compute/v1/projects/${PROJECT}/zones/europe-west1-b/instances/lazy-001/stop`)).status).toBe(403);
    expect((await clouds.call('DELETE', `/compute/v1/projects/${PROJECT}/zones/europe-west1-b/disks/orphan-001`)).status).toBe(403);
    expect(clouds.log.writes().map((entry) => entry.operation)).toEqual(['compute.instances.stop', 'compute.disks.delete']);
  });
});

describe('Resource Manager', () => {
  it('says which of the asked permissions the caller holds, so that a write-capable key can be refused', async () => {
    const answer = await clouds.call('POST', `/v1/projects/${PROJECT}:testIamPermissions`, { permissions: ['compute.disks.list', 'compute.disks.delete'] });
    expect(answer.body).toEqual({ permissions: ['compute.disks.list'] });
    expect((await clouds.call('GET', '/v3/projects:search')).body['projects']).toHaveLength(2);
  });
});

describe('Cloud Monitoring', () => {
  const series = async (filter: string, aligner = 'ALIGN_MAX'): Promise<JsonObject[]> => {
    const end = new Date();
    const query = new URLSearchParams({
      filter,
      'interval.startTime': new Date(end.getTime() - 14 * 86_400_000).toISOString(),
      'interval.endTime': end.toISOString(),
      'aggregation.alignmentPeriod': '3600s',
      'aggregation.perSeriesAligner': aligner,
    });
    const answer = await clouds.call('GET', `/v3/projects/${PROJECT}/timeSeries?${query.toString()}`);
    return (answer.body['timeSeries'] ?? []) as JsonObject[]; // compared with recorded answers below
  };

  it('an idle instance stays under 3 % at its peak; a silent one has no series; a patchy one lacks points', async () => {
    const cpu = await series('metric.type = "compute.googleapis.com/instance/cpu/utilization"');
    const pointsOf = (name: string): { value: { doubleValue: number } }[] =>
      (cpu.find((entry) => (entry['metric'] as { labels: { instance_name: string } }).labels.instance_name === name)?.['points'] ?? []) as unknown as {
        value: { doubleValue: number };
      }[]; // as above
    expect(pointsOf('lazy-001').length).toBeGreaterThanOrEqual(14 * 24);
    expect(Math.max(...pointsOf('lazy-001').map((point) => point.value.doubleValue))).toBeLessThan(0.03);
    expect(pointsOf('mute-001')).toEqual([]);
    expect(pointsOf('patchy-001').length).toBeLessThan(0.9 * pointsOf('lazy-001').length);
    const sent = await series(
      'metric.type = "compute.googleapis.com/instance/network/sent_bytes_count" AND metric.labels.instance_name = one_of("lazy-002")',
      'ALIGN_RATE',
    );
    expect(sent).toHaveLength(1);
  });
});
