import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { GaxiosError } from 'gaxios';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { exportTable } from '../gate/fixtures/gate-reason.js';
import { operationById } from '../operations/manifest.js';
import { startLoopbackCloud, type LoopbackCloud } from '../testing/loopback-cloud.js';
import { causeOf, createGcpTransport, type GoogleToken } from './gcp.transport.js';

const disks = 'compute.disks.aggregatedList';
const query = 'bigquery.jobs.query';

describe('Google over REST, through its own HTTP client', () => {
  let cloud: LoopbackCloud;
  beforeAll(async () => {
    cloud = await startLoopbackCloud();
  });
  afterAll(() => cloud.close());

  function google(token: GoogleToken = () => Promise.resolve('a-token')): {
    meter: { bytes: number };
    run: (id: string, request?: Partial<CloudRequest>, trace?: Readonly<Record<string, string>>, signal?: AbortSignal) => Promise<CallResult>;
  } {
    const { gate, sender, endpoints } = cloud;
    const meter = { bytes: -1 };
    const transport = createGcpTransport({ gate, sender, endpoints, token, clock: () => new Date('2026-11-22T00:00:00Z'), meter });
    return {
      meter,
      run: (id, request = {}, trace = {}, signal = new AbortController().signal) =>
        transport.once(operationById(id), { operation: id, ...request }, trace, signal),
    };
  }
  const ofProject = { path: { project: 'a-project' } };

  it('reads with the session’s token, asks for a packed answer, and hands it on with its size and id', async () => {
    const { run, meter } = google();
    cloud.answers({ body: gzipSync('{"items":{}}'), headers: { 'content-encoding': 'gzip', 'content-type': 'application/json', 'x-goog-request-id': 'r' } });
    expect(await run(disks, { ...ofProject, query: { maxResults: '5' } }, { traceparent: '00-aa-bb-01' })).toEqual({
      outcome: 'read',
      body: { items: {} },
      requestId: 'r',
    });
    expect(meter.bytes).toBe(12);
    expect(cloud.heard).toHaveLength(1);
    expect(cloud.heard[0]).toMatchObject({
      method: 'GET',
      path: '/compute.googleapis.com/compute/v1/projects/a-project/aggregated/disks?maxResults=5',
      headers: { accept: 'application/json', 'accept-encoding': 'gzip', authorization: 'Bearer a-token', traceparent: '00-aa-bb-01' },
      body: '',
    });
    expect(cloud.heard[0]?.headers['content-type']).toBeUndefined();
  });

  it('sends a body as JSON, and says that it is', async () => {
    const body = { query: `SELECT cost FROM \`${exportTable}\``, useLegacySql: false, dryRun: true, maximumBytesBilled: '1000' };
    cloud.answers({ body: { totalBytesProcessed: '9007199254740993' } });
    const result = await google().run(query, { path: { project: 'billing-project' }, body });
    expect(result).toMatchObject({ outcome: 'read', body: { totalBytesProcessed: '9007199254740993' }, requestId: null });
    expect(cloud.heard[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  });

  it('asks once: throttling, a fault and a redirect are the relay’s business, and the token follows no Location', async () => {
    const elsewhere = await startLoopbackCloud();
    for (const [status, outcome] of [
      [429, { outcome: 'throttled', retryAfterMs: 1000 }],
      [503, { outcome: 'unavailable', reason: 'http-503', retryable: true }],
      [302, { outcome: 'unavailable', reason: 'http-302', retryable: false }],
      [401, { outcome: 'expired' }],
    ] as const) {
      cloud.answers({ status, headers: { 'retry-after': '1', location: `${elsewhere.origin}/` } }, {});
      expect(await google().run(disks, ofProject)).toMatchObject(outcome);
      expect(cloud.heard).toHaveLength(1);
    }
    expect(elsewhere.heard).toEqual([]);
    await elsewhere.close();
  });

  it('tells a refusal in Google’s own words, measured like any answer', async () => {
    const { run, meter } = google();
    cloud.answers({ status: 403, body: { error: { status: 'PERMISSION_DENIED', message: "Required 'compute.disks.list' permission for x" } } });
    expect(await run(disks, ofProject)).toMatchObject({ outcome: 'denied', permission: 'compute.disks.list', providerCode: 'PERMISSION_DENIED' });
    expect(meter.bytes).toBeGreaterThan(80);
  });

  it('tells an unreadable answer and a lost connection by name', async () => {
    cloud.answers({ body: '{' });
    expect(await google().run(disks, ofProject)).toEqual({ outcome: 'unavailable', operation: disks, reason: 'json-malformed', retryable: true });
    cloud.answers('hang-up');
    expect(await google().run(disks, ofProject)).toEqual({ outcome: 'unavailable', operation: disks, reason: 'cloud-unreachable', retryable: true });
  });

  it('ends with its job, in the job’s own words, and asks nothing for one that has ended', async () => {
    cloud.answers({});
    await expect(google().run(disks, ofProject, {}, AbortSignal.abort(new Error('revoked')))).rejects.toThrow('revoked');
    const job = new AbortController();
    const slow = google(() => (job.abort(new Error('revoked')), Promise.reject(new Error('the sign-in was interrupted'))));
    await expect(slow.run(disks, ofProject, {}, job.signal)).rejects.toThrow('revoked');
    expect(cloud.heard).toEqual([]);
  });

  it('throws what is our own mistake: no token, no such operation, and what the gate does not admit', async () => {
    cloud.answers({});
    await expect(google(() => Promise.reject(new Error('no token'))).run(disks, ofProject)).rejects.toThrow('no token');
    const refused = { code: 'request-malformed', internal: 'ec2:DescribeVolumes: not a REST operation' };
    await expect(google().run('ec2:DescribeVolumes')).rejects.toMatchObject(refused);
    await expect(google().run(disks, { ...ofProject, query: { 'x-planted': 'y' } })).rejects.toMatchObject({ code: 'operation-not-declared' });
    expect(cloud.heard).toEqual([]);
  });
});

describe('what Google’s client throws', () => {
  const wrapping = (cause: unknown): GaxiosError =>
    new GaxiosError('wrapped', { url: new URL('https://compute.googleapis.com/'), headers: new Headers() }, undefined, cause);

  it('is unwrapped to what our gate or sender threw, and nothing else is', () => {
    const ours = new Error('refused');
    expect(causeOf(wrapping(ours))).toBe(ours);
    for (const other of [wrapping('text'), wrapping(undefined), new Error('wrapped', { cause: ours }), { name: 'GaxiosError', cause: ours }, 'text'])
      expect(causeOf(other)).toBe(other);
  });
});
