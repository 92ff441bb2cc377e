import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TokenCredential } from '@azure/core-auth';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { subscription } from '../gate/fixtures/gate-reason.js';
import { operationById } from '../operations/manifest.js';
import { startLoopbackCloud, type LoopbackCloud } from '../testing/loopback-cloud.js';
import { createAzureTransport, NoTokenError } from './azure.transport.js';

const assignments = 'Microsoft.Authorization/roleAssignments/read';
const disks = 'Microsoft.Compute/disks/read';
const users = 'microsoft.graph/users/list';
const metrics = 'Microsoft.Insights/metrics/read';
const prices = 'prices.azure.com/retail/prices';

describe('Azure through the pipelines of its own clients', () => {
  let cloud: LoopbackCloud;
  beforeAll(async () => {
    cloud = await startLoopbackCloud();
  });
  afterAll(() => cloud.close());

  function azure(credential?: TokenCredential): {
    meter: { bytes: number };
    scopes: (string | readonly string[])[];
    run: (id: string, request?: Partial<CloudRequest>, trace?: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<CallResult>;
  } {
    const { gate, sender, endpoints } = cloud;
    const meter = { bytes: -1 };
    const scopes: (string | readonly string[])[] = [];
    const noting: TokenCredential = {
      getToken: (scope) => (scopes.push(scope), Promise.resolve({ token: `token-${String(scopes.length)}`, expiresOnTimestamp: Date.now() + 3_600_000 })),
    };
    const clock = (): Date => new Date('2026-11-22T00:00:00Z');
    const transport = createAzureTransport({ gate, sender, endpoints, credential: credential ?? noting, clock, meter });
    return {
      meter,
      scopes,
      run: (id, request = {}, trace = {}, signal = new AbortController().signal) =>
        transport.once(operationById(id), { operation: id, ...request }, trace, signal),
    };
  }
  const ofSubscription = { path: { subscriptionId: subscription } };
  const resourceGraph = {
    body: { subscriptions: [subscription], query: "Resources | where type =~ 'microsoft.compute/disks'", options: { resultFormat: 'objectArray', $top: 10 } },
  };

  it('reads ARM with ARM’s token, says who asks, and hands the answer on with its size and id', async () => {
    const { run, meter, scopes } = azure();
    cloud.answers({ body: '{"value":[1]}', headers: { 'x-ms-request-id': 'r' } });
    const trace = { traceparent: '00-aa-bb-01', 'x-ms-client-request-id': 'trace-id' };
    expect(await run(assignments, ofSubscription, trace)).toEqual({ outcome: 'read', body: { value: [1] }, requestId: 'r' });
    expect(meter.bytes).toBe(13);
    expect(scopes.flat()).toEqual(['https://management.azure.com/.default']);
    expect(cloud.heard).toHaveLength(1);
    expect(cloud.heard[0]).toMatchObject({
      method: 'GET',
      path: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`,
      headers: {
        accept: 'application/json',
        authorization: 'Bearer token-1',
        clienttype: 'vitrine',
        traceparent: '00-aa-bb-01',
        'x-ms-client-request-id': 'trace-id',
        'user-agent': expect.stringMatching(/^vitrine /),
      },
      body: '',
    });
    expect(cloud.heard[0]?.headers['content-type']).toBeUndefined();
  });

  it('sends a body as JSON, and says that it is', async () => {
    cloud.answers({ body: { data: [] } });
    expect(await azure().run(disks, resourceGraph)).toMatchObject({ outcome: 'read', body: { data: [] }, requestId: null });
    expect(cloud.heard[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(resourceGraph.body) });
  });

  it('gives each family of hosts its own token, asked for once, and none to the price list', async () => {
    const { run, scopes } = azure();
    cloud.answers({});
    const batch = { ...ofSubscription, region: 'westeurope', body: { resourceids: [`/subscriptions/${subscription}/x`] } };
    for (const _ of [1, 2]) {
      await run(assignments, ofSubscription);
      await run(users);
      await run(metrics, batch);
      await run(prices);
    }
    expect(scopes.flat()).toEqual(['management.azure.com', 'graph.microsoft.com', 'metrics.monitor.azure.com'].map((host) => `https://${host}/.default`));
    const given = cloud.heard.map(({ headers }) => headers.authorization);
    expect(given).toEqual(Array(2).fill(['Bearer token-1', 'Bearer token-2', 'Bearer token-3', undefined]).flat());
    for (const { headers } of cloud.heard) expect(headers['user-agent']).toMatch(/^vitrine /);
  });

  it('asks once: throttling, a fault and a redirect are the relay’s business, and the token follows no Location', async () => {
    const elsewhere = await startLoopbackCloud();
    for (const [status, outcome] of [
      [429, { outcome: 'throttled', retryAfterMs: 1000 }],
      [503, { outcome: 'unavailable', reason: 'ServerBusy', retryable: true }],
      [302, { outcome: 'unavailable', reason: 'ServerBusy', retryable: false }],
    ] as const) {
      for (const id of [assignments, users]) {
        cloud.answers({ status, headers: { 'retry-after': '1', location: `${elsewhere.origin}/` }, body: { error: { code: 'ServerBusy' } } }, {});
        expect(await azure().run(id, id === assignments ? ofSubscription : {})).toMatchObject(outcome);
        expect(cloud.heard).toHaveLength(1);
        cloud.answers({ status: 302, headers: { location: '/another/place' } }, {});
        expect(await azure().run(id, id === assignments ? ofSubscription : {})).toMatchObject({ outcome: 'unavailable', reason: 'http-302' });
        expect(cloud.heard).toHaveLength(1);
      }
    }
    expect(elsewhere.heard).toEqual([]);
    await elsewhere.close();
  });

  it('tells a refusal in Azure’s own words, measured like any answer', async () => {
    const { run, meter } = azure();
    cloud.answers({ status: 403, body: { error: { code: 'AuthorizationFailed', message: "perform action 'Microsoft.X/y/read' over scope" } } });
    expect(await run(assignments, ofSubscription)).toMatchObject({ outcome: 'denied', permission: 'Microsoft.X/y/read', providerCode: 'AuthorizationFailed' });
    expect(meter.bytes).toBeGreaterThan(80);
  });

  it('tells an unreadable answer and a lost connection by name', async () => {
    cloud.answers({ body: '{' });
    expect(await azure().run(assignments, ofSubscription)).toEqual({
      outcome: 'unavailable',
      operation: assignments,
      reason: 'json-malformed',
      retryable: true,
    });
    cloud.answers('hang-up');
    expect(await azure().run(assignments, ofSubscription)).toMatchObject({ outcome: 'unavailable', reason: 'cloud-unreachable', retryable: true });
  });

  it('is denied, and never signed in for, where there is no token for a family', async () => {
    cloud.answers({});
    const { run } = azure({ getToken: () => Promise.reject(new NoTokenError('no graph')) });
    expect(await run(users)).toMatchObject({ outcome: 'denied', providerCode: 'no-token', requestId: null, permission: 'User.ReadBasic.All' });
    const broken = azure({ getToken: () => Promise.reject(new Error('our own mistake')) });
    await expect(broken.run(assignments, ofSubscription)).rejects.toThrow('our own mistake');
    expect(cloud.heard).toEqual([]);
  });

  it('ends with its job, in the job’s own words, and asks nothing for one that has ended', async () => {
    cloud.answers({});
    await expect(azure().run(assignments, ofSubscription, {}, AbortSignal.abort(new Error('revoked')))).rejects.toThrow('revoked');
    const job = new AbortController();
    const slow = azure({ getToken: () => (job.abort(new Error('revoked')), Promise.reject(new Error('the sign-in was interrupted'))) });
    await expect(slow.run(assignments, ofSubscription, {}, job.signal)).rejects.toThrow('revoked');
    expect(cloud.heard).toEqual([]);
  });

  it('sends nothing that the gate does not admit, whatever a reader filled in', async () => {
    cloud.answers({});
    const query = { 'x-planted': 'y' };
    await expect(azure().run(assignments, { ...ofSubscription, query })).rejects.toMatchObject({ code: 'operation-not-declared' });
    await expect(azure().run(assignments, { path: { subscriptionId: '..' } })).rejects.toMatchObject({ code: 'request-malformed' });
    await expect(azure().run('ec2:DescribeVolumes')).rejects.toMatchObject({ code: 'request-malformed' });
    expect(cloud.heard).toEqual([]);
  });
});
