import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallResult, CloudRequest } from '../engine/cloud-request.js';
import { silentObserver } from '../gate/call-observer.js';
import { createGate, type Gate } from '../gate/gate.js';
import { manifest, operationById } from '../operations/manifest.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { startLoopbackCloud, type LoopbackCloud } from '../testing/loopback-cloud.js';
import { createAwsTransport } from './aws.transport.js';
import { createAzureTransport } from './azure.transport.js';

const pins = {
  s3Export: { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme/' },
  blobExport: { storageAccount: 'companybills', container: 'bills', prefix: 'exports/daily/' },
};
const now = new Date('2026-11-22T01:02:03Z');
const range = { first: 10, last: 13, etag: '"v1"' };
const file = { s3: 's3:GetObject', blob: 'azure.storage.GetBlob' } as const;
const asked: Readonly<Record<string, Partial<CloudRequest>>> = {
  [file.s3]: { region: 'eu-west-1', path: { bucket: 'company-bills', key: 'bills/acme/x.csv' }, range },
  [file.blob]: { account: 'companybills', path: { container: 'bills', blob: 'exports/daily/x.csv' }, range },
  's3:ListObjectsV2': { region: 'eu-west-1', path: { bucket: 'company-bills' }, query: { prefix: 'bills/acme/' } },
  'azure.storage.ListBlobs': { account: 'companybills', path: { container: 'bills' }, query: { prefix: 'exports/daily/' } },
};

describe('files of a bill over the wire', () => {
  let cloud: LoopbackCloud;
  let endpoints: Endpoints;
  let gate: Gate;
  beforeAll(async () => {
    cloud = await startLoopbackCloud();
    endpoints = { ...cloud.endpoints, azureBlob: cloud.origin };
    gate = createGate({ endpoints, operations: manifest, pins, observer: silentObserver });
  });
  afterAll(() => cloud.close());

  function send(request: CloudRequest, scopes: unknown[] = []): Promise<CallResult> {
    const operation = operationById(request.operation);
    const common = { gate, sender: cloud.sender, endpoints, clock: () => now, meter: { bytes: 0 } };
    const credential = { getToken: (scope: unknown) => (scopes.push(scope), Promise.resolve({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 })) };
    const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret' };
    const transport = operation.cloud === 'aws' ? createAwsTransport({ ...common, keys }) : createAzureTransport({ ...common, credential });
    return transport.once(operation, request, {}, new AbortController().signal);
  }
  const run = (id: string, more: Partial<CloudRequest> = {}, scopes?: unknown[]): Promise<CallResult> => send({ operation: id, ...asked[id], ...more }, scopes);
  const piece = { status: 206, body: 'abcd', headers: { 'content-range': 'bytes 10-13/100', etag: '"v1"', 'x-amz-request-id': 'r', 'x-ms-request-id': 'r' } };

  it.each([file.s3, file.blob])('come by %s as the range that was asked for, of the version that was begun with', async (id) => {
    cloud.answers(piece);
    expect(await run(id)).toEqual({ outcome: 'read', body: { bytes: Buffer.from('abcd'), total: 100, etag: '"v1"' }, requestId: 'r' });
    expect(cloud.heard).toHaveLength(1);
    expect(cloud.heard[0]).toMatchObject({ method: 'GET', headers: { range: 'bytes=10-13', 'if-match': '"v1"' }, body: '' });
  });

  it('are signed for at S3, range and all, and carry at Blob Storage a token of its own and the version of its API', async () => {
    cloud.answers(piece);
    await run(file.s3);
    expect(cloud.heard[0]).toMatchObject({
      path: '/company-bills/bills/acme/x.csv',
      headers: { authorization: expect.stringMatching(/\/eu-west-1\/s3\/aws4_request, ?SignedHeaders=[^,]*if-match[^,]*range/) },
    });
    const scopes: unknown[] = [];
    cloud.answers(piece);
    await run(file.blob, {}, scopes);
    expect(scopes.flat()).toEqual(['https://storage.azure.com/.default']);
    expect(cloud.heard[0]).toMatchObject({
      path: '/companybills/bills/exports/daily/x.csv',
      headers: { accept: '*/*', 'x-ms-version': '2023-11-03', authorization: 'Bearer token' },
    });
    expect(cloud.heard[0]?.headers['clienttype']).toBeUndefined();
  });

  it.each([file.s3, file.blob])('of %s that were written again meanwhile are begun anew, never glued together', async (id) => {
    cloud.answers({ status: 412, body: '<Error><Code>PreconditionFailed</Code></Error>' });
    expect(await run(id)).toEqual({ outcome: 'unavailable', operation: id, reason: 'file-changed', retryable: true });
  });

  // Attack: a store that ignores the range hands out all of a file, whose bytes would be taken for those of another place.
  it.each([file.s3, file.blob])('are no answer of %s where all of the file comes, or another piece of it', async (id) => {
    cloud.answers({ status: 200, body: 'abcd', headers: piece.headers });
    expect(await run(id)).toMatchObject({ outcome: 'unavailable', operation: id, reason: 'http-200' });
    cloud.answers({ ...piece, headers: { 'content-range': 'bytes 20-23/100' } });
    expect(await run(id)).toEqual({ outcome: 'unavailable', operation: id, reason: 'response-unreadable', retryable: true });
  });

  it('that may not be read are told in the provider’s own words', async () => {
    cloud.answers({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' });
    expect(await run(file.s3)).toMatchObject({ outcome: 'denied', permission: 's3:GetObject', providerCode: 'AccessDenied' });
    cloud.answers({ status: 403, body: { error: { code: 'AuthorizationPermissionMismatch' } } });
    expect(await run(file.blob)).toMatchObject({ outcome: 'denied', providerCode: 'AuthorizationPermissionMismatch' });
  });

  it.each([file.s3, file.blob])('are asked of %s by a range or not at all, and never outside the pinned folder', async (id) => {
    cloud.answers(piece);
    const elsewhere = id === file.s3 ? { bucket: 'company-bills', key: 'payroll/x.csv' } : { container: 'bills', blob: 'payroll/x.csv' };
    await expect(run(id, { path: elsewhere })).rejects.toMatchObject({ code: 'operation-not-declared' });
    const { range: _left, ...whole } = asked[id] ?? {};
    await expect(send({ operation: id, ...whole })).rejects.toMatchObject({ code: 'request-malformed' });
    expect(cloud.heard).toEqual([]);
  });

  it('are listed in XML, at Blob Storage behind a byte order mark too, and only what a reader’s shape names is built', async () => {
    const shape = { NextMarker: 'text' } as const;
    const list = '<EnumerationResults><NextMarker>n</NextMarker><Other/></EnumerationResults>';
    for (const body of [list, `\ufeff${list}`]) {
      cloud.answers({ body });
      expect(await run('azure.storage.ListBlobs', { shape })).toMatchObject({ outcome: 'read', body: { NextMarker: 'n' } });
      expect(await run('azure.storage.ListBlobs')).toMatchObject({ outcome: 'read', body: {} });
    }
    expect(cloud.heard[0]).toMatchObject({ path: '/companybills/bills?prefix=exports%2Fdaily%2F&restype=container&comp=list' });
    expect(cloud.heard[0]?.headers['range']).toBeUndefined();
    cloud.answers({ body: '<ListBucketResult><NextMarker>n</NextMarker></ListBucketResult>' });
    expect(await run('s3:ListObjectsV2', { shape })).toMatchObject({ outcome: 'read', body: { NextMarker: 'n' } });
  });
});
