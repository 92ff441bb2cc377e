import { describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { stampAdmitted, type WireRequest } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { createCloudCatalogueTransport } from './cloud-catalogue.client.js';
import { createCostExplorerTransport } from './cost-explorer.client.js';
import type { HttpSender } from './http-sender.js';

type Answer = { readonly status?: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } | Error;

const unreachable = new VitrineError({ code: 'cloud-unreachable', status: 502, publicMessage: 'x', retryable: true });

/** Both official clients over a gate that notes what it is asked, and a sender that gives one answer. */
function asked(
  answer: Answer,
  endpoints: Endpoints = {},
): {
  wires: WireRequest[];
  ids: (readonly string[])[];
  meter: { bytes: number };
  run: (id: string, request: CloudRequest, signal?: AbortSignal) => Promise<CallResult>;
  once: (operation: Operation, request: CloudRequest) => Promise<CallResult>;
} {
  const wires: WireRequest[] = [];
  const ids: (readonly string[])[] = [];
  const meter = { bytes: 0 };
  const sender: HttpSender = {
    send: () =>
      answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve({ status: answer.status ?? 200, headers: answer.headers ?? {}, body: Buffer.from(answer.body ?? '{}') }),
    close: () => undefined,
  };
  const common = {
    gate: { admit: (named: readonly string[], wire: WireRequest) => (ids.push(named), wires.push(wire), stampAdmitted(wire, operationById(named[0] ?? ''))) },
    sender,
    endpoints,
    clock: () => new Date('2026-11-22T00:00:00Z'),
    meter,
  };
  const aws = createCostExplorerTransport({ ...common, keys: { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret' } });
  const google = createCloudCatalogueTransport({ ...common, token: () => Promise.resolve('token') });
  const run = (id: string, request: CloudRequest, signal = new AbortController().signal): Promise<CallResult> =>
    (operationById(id).cloud === 'aws' ? aws : google).once(operationById(id), request, { Traceparent: 'trace' }, signal);
  const once = (operation: Operation, request: CloudRequest): Promise<CallResult> => aws.once(operation, request, {}, new AbortController().signal);
  return { wires, ids, meter, run, once };
}

describe('Cost Explorer’s own client, held by the gate', () => {
  const id = 'ce:GetCostAndUsage';
  const request = { operation: id, body: { Granularity: 'DAILY' } };

  it.each([id, 'ce:GetCostAndUsageWithResources'])('asks once for %s, signed, and its answer is read', async (operation) => {
    const { wires, ids, meter, run } = asked({ body: '{"ResultsByTime":[]}', headers: { 'x-amzn-requestid': 'r' } });
    expect(await run(operation, { ...request, operation })).toMatchObject({ outcome: 'read', body: { ResultsByTime: [] }, requestId: 'r' });
    expect(ids).toEqual([[operation]]);
    expect(meter.bytes).toBe(20);
    expect(wires).toEqual([
      {
        method: 'POST',
        url: 'https://ce.us-east-1.amazonaws.com/',
        headers: expect.objectContaining({
          traceparent: 'trace',
          'x-amz-target': `AWSInsightsIndexService.${operation.slice(3)}`,
          'user-agent': expect.stringContaining('vitrine'),
          authorization: expect.stringContaining('AKIAEXAMPLEEXAMPLE01'),
        }),
        body: '{"Granularity":"DAILY"}',
      },
    ]);
  });

  it('tells a refusal in AWS’s own words, an unreadable answer and a lost connection apart, and asks no second time', async () => {
    const outcome = async (answer: Answer): Promise<unknown> => {
      const { wires, run } = asked(answer);
      const result = await run(id, request).catch((error: unknown) => (error instanceof Error ? `thrown: ${error.message}` : 'thrown'));
      expect(wires).toHaveLength(1);
      return result;
    };
    expect(await outcome({ status: 400, body: '{"__type":"LimitExceededException"}' })).toEqual({ outcome: 'throttled', operation: id, retryAfterMs: 2000 });
    expect(await outcome({ status: 503, body: '<html>' })).toEqual({ outcome: 'unavailable', operation: id, reason: 'http-503', retryable: true });
    expect(await outcome({ body: '{' })).toEqual({ outcome: 'unavailable', operation: id, reason: 'json-malformed', retryable: true });
    expect(await outcome(new Error('our own mistake'))).toBe('thrown: our own mistake');
    expect(await outcome(unreachable)).toEqual({ outcome: 'unavailable', operation: id, reason: 'cloud-unreachable', retryable: true });
  });

  it('is stopped by a step of its own before the gate where what it would send is not the operation', async () => {
    const { wires, once } = asked({});
    const declared = operationById(id);
    const elsewhere = { ...declared, wire: { ...declared.wire, target: 'AWSInsightsIndexService.DeleteCostCategoryDefinition' } };
    const noJson = { ...declared, wire: operationById('ec2:DescribeVolumes').wire };
    for (const operation of [elsewhere, noJson]) {
      await expect(once(operation, request)).rejects.toMatchObject({ code: 'operation-not-declared', internal: expect.stringContaining('target') });
    }
    expect(wires).toEqual([]);
  });

  it('keeps the port of an operator’s endpoint, and a job’s end ends it', async () => {
    const { wires, run } = asked({}, { aws: 'http://127.0.0.1:4566' });
    await run(id, request);
    expect(wires.map(({ url }) => url)).toEqual(['http://127.0.0.1:4566/']);
    await expect(run(id, { operation: id })).resolves.toMatchObject({ outcome: 'read' });
    expect(wires.at(-1)?.body).toBe('{}');
  });

  it('has two read commands and no third', async () => {
    const { wires, run } = asked({});
    // Refused by its name, and not only because what it would have sent is another operation.
    const refused = { code: 'operation-not-declared', internal: 'not declared: ec2:DescribeVolumes' };
    await expect(run('ec2:DescribeVolumes', request)).rejects.toMatchObject(refused);
    expect(wires).toEqual([]);
  });
});

describe('Google’s own client of the price list, held by the gate', () => {
  const id = 'cloudbilling.services.skus.list';
  const request = { operation: id, path: { service: '0123-ABCD-EF89' } };
  const at = (wire: WireRequest | undefined): string =>
    `${new URL(wire?.url ?? '').pathname}?${[...new URL(wire?.url ?? '').searchParams]
      .map(([name, value]) => `${name}=${value}`)
      .sort()
      .join('&')}`;

  it('asks for one page with its token, and its numbers stay text', async () => {
    const { wires, ids, meter, run } = asked({ body: '{"skus":[],"nextPageToken":"n"}', headers: { 'x-goog-request-id': 'r' } });
    expect(await run(id, { ...request, query: { pageToken: 'p', pageSize: '7', currencyCode: 'EUR' } })).toEqual({
      outcome: 'read',
      body: { skus: [], nextPageToken: 'n' },
      requestId: 'r',
    });
    expect(ids).toEqual([[id]]);
    expect(meter.bytes).toBe(31);
    expect(wires[0]).toMatchObject({ method: 'GET', headers: { authorization: 'Bearer token', traceparent: 'trace' } });
    const paged = at(wires[0]);
    for (const part of ['/v1/services/0123-ABCD-EF89/skus?', 'pageToken=p', 'pageSize=7', 'currencyCode=EUR']) expect(paged).toContain(part);
    const plain = asked({});
    await plain.run(id, request);
    expect(plain.wires).toHaveLength(1);
    expect(at(plain.wires[0])).toContain('pageSize=5000');
    expect(at(plain.wires[0])).not.toMatch(/pageToken|currencyCode/);
  });

  it('tells a refusal in Google’s own words, and an unreadable answer', async () => {
    expect(await asked({ status: 401 }).run(id, request)).toEqual({ outcome: 'expired', operation: id });
    expect(await asked({ status: 503, body: '<html>' }).run(id, request)).toMatchObject({ outcome: 'unavailable', reason: 'http-503' });
    expect(await asked({ body: '{' }).run(id, request)).toMatchObject({ outcome: 'unavailable', reason: 'json-malformed' });
  });

  it('tells a lost connection by name, and ends with its job in the job’s own words', async () => {
    expect(await asked(unreachable).run(id, request)).toEqual({ outcome: 'unavailable', operation: id, reason: 'cloud-unreachable', retryable: true });
    await expect(asked(new Error('our own mistake')).run(id, request)).rejects.toThrow('our own mistake');
    const revoked = AbortSignal.abort(new Error('revoked'));
    await expect(asked(new Error('the client was interrupted')).run(id, request, revoked)).rejects.toThrow('revoked');
  });

  it('is no other call, and none without a service', async () => {
    const refused = { code: 'request-malformed', internal: expect.stringContaining('not the catalogue') };
    await expect(asked({}).run('compute.images.list', request)).rejects.toMatchObject(refused);
    await expect(asked({}).run(id, { operation: id })).rejects.toMatchObject(refused);
  });
});
