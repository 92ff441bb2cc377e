import { describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import { sessionPolicy, groupOperations } from '../sessions/session-policy.js';
import { awsSigner } from '../transports/aws-signer.js';
import { billingPinsSchema } from './billing-pins.js';
import { blobVersion, largestRange } from './export-pin.js';
import { gateReason } from './fixtures/gate-reason.js';
import type { WireRequest } from './wire-request.js';

const pins = {
  s3Export: { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme/' },
  blobExport: { storageAccount: 'companybills', container: 'bills', prefix: 'exports/daily/' },
};
const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE01', secretAccessKey: 'secret' };
const range = 'bytes=0-99';

async function s3(path: string, { headers = {}, region = 'eu-west-1', method = 'GET' as const } = {}): Promise<WireRequest> {
  const url = `https://s3.${region}.amazonaws.com${path}`;
  return { method, url, headers: await awsSigner('s3', region, keys).sign({ method, url, headers, body: null }, new Date()), body: null };
}
const blob = (path: string, headers: Readonly<Record<string, string>> = { range }, account = 'companybills'): WireRequest => ({
  method: 'GET',
  url: `https://${account}.blob.core.windows.net${path}`,
  headers: { authorization: 'Bearer x', 'x-ms-version': blobVersion, ...headers },
  body: null,
});
const list = '/company-bills?prefix=bills%2Facme%2Fmetadata%2F&list-type=2';
const file = '/company-bills/bills/acme/data/BILLING_PERIOD%3D2026-10/x-00001.csv.gz';

describe('files of a bill, T24: the permission that opens them opens every file of the bucket', () => {
  it('admits the list and the files of the pinned folder, in ranges', async () => {
    expect(gateReason('s3:ListObjectsV2', await s3(list), { pins })).toBe('admitted');
    expect(gateReason('s3:GetObject', await s3(file, { headers: { range, 'if-match': '"9a0364b9e99bb480dd25e1f0284c8555"' } }), { pins })).toBe('admitted');
    expect(gateReason('azure.storage.ListBlobs', blob('/bills?prefix=exports%2Fdaily%2F&restype=container&comp=list', {}), { pins })).toBe('admitted');
    expect(gateReason('azure.storage.GetBlob', blob('/bills/exports/daily/20261001-20261031/run/part_0_0001.csv'), { pins })).toBe('admitted');
  });

  it.each([
    ['another bucket', '/other-bills/bills/acme/x.csv', 'bucket is not the pinned one'],
    ['a folder beside it', '/company-bills/bills/umbra/x.csv', 'outside the pinned prefix'],
    ['a folder whose name only begins like it', '/company-bills/bills/acme-payroll/x.csv', 'outside the pinned prefix'],
    ['a way up', '/company-bills/bills/acme/..%2Fumbra/x.csv', 'path is not the declared one'],
    ['an empty segment', '/company-bills/bills/acme//x.csv', 'path is not the declared one'],
  ])('refuses %s', async (_what, path, because) => {
    expect(gateReason('s3:GetObject', await s3(path, { headers: { range } }), { pins })).toBe(because);
  });

  it('refuses the list of everything, the list of a parent, and a list that is another operation', async () => {
    expect(gateReason('s3:ListObjectsV2', await s3('/company-bills?list-type=2'), { pins })).toBe('outside the pinned prefix');
    expect(gateReason('s3:ListObjectsV2', await s3('/company-bills?prefix=bills%2F&list-type=2'), { pins })).toBe('outside the pinned prefix');
    expect(gateReason('s3:ListObjectsV2', await s3(`${list}&versions=`), { pins })).toBe('a query parameter is not declared');
    const acl = blob('/bills?prefix=exports%2Fdaily%2F&restype=container&comp=acl', {});
    expect(gateReason('azure.storage.ListBlobs', acl, { pins })).toBe('the query does not name the declared operation');
  });

  it('refuses another region, another account, and everything without a pin', async () => {
    expect(gateReason('s3:GetObject', await s3(file, { headers: { range }, region: 'us-east-1' }), { pins })).toBe(
      'host is not of the pinned region or account',
    );
    const elsewhere = blob('/bills/exports/daily/x.csv', { range }, 'otheraccount');
    expect(gateReason('azure.storage.GetBlob', elsewhere, { pins })).toBe('host is not of the pinned region or account');
    expect(gateReason('s3:GetObject', await s3(file, { headers: { range } }), { pins: {} })).toBe('the connection has no pin for billing data');
    expect(gateReason('azure.storage.GetBlob', blob('/bills/exports/daily/x.csv'), { pins: {} })).toBe('the connection has no pin for billing data');
    const hostile = { ...blob('/bills/exports/daily/x.csv'), url: 'https://companybills.blob.core.windows.net.evil.example/bills/exports/daily/x.csv' };
    expect(gateReason('azure.storage.GetBlob', hostile, { pins })).toBe('host is not the declared one');
  });

  it('lets the headers of files leave with files only, each in its one form', async () => {
    const wide = `bytes=0-${String(largestRange)}`;
    for (const headers of [{ range: wide }, { range: 'bytes=5-1' }, { range: 'bytes=0-' }, { range: 'bytes=0-9,20-29' }])
      expect([headers, gateReason('s3:GetObject', await s3(file, { headers }), { pins })]).toEqual([headers, 'header range is not allowed']);
    expect(gateReason('s3:GetObject', await s3(file, { headers: { range, 'if-match': '*' } }), { pins })).toBe('header if-match is not allowed');
    expect(gateReason('s3:ListObjectsV2', await s3(list, { headers: { range } }), { pins })).toBe('header range is not allowed');
    const old = blob('/bills/exports/daily/x.csv', { range, 'x-ms-version': '2009-09-19' });
    expect(gateReason('azure.storage.GetBlob', old, { pins })).toBe('header x-ms-version is not allowed');
  });

  it('takes of a folder only one that ends in a slash and does not climb', () => {
    for (const prefix of ['bills', '/', '', 'a/../', 'a//', './', `${'a'.repeat(512)}/`, 'a*/'])
      expect([prefix, billingPinsSchema.safeParse({ s3Export: { ...pins.s3Export, prefix } }).success]).toEqual([prefix, false]);
    for (const storageAccount of ['ab', 'Company', 'a.b', 'a-bc', 'x'.repeat(25)])
      expect([storageAccount, billingPinsSchema.safeParse({ blobExport: { ...pins.blobExport, storageAccount } }).success]).toEqual([storageAccount, false]);
  });
});

describe('the session’s own policy, which narrows an administrator’s role too', () => {
  const files = ['s3:ListObjectsV2', 's3:GetObject'].map(operationById);

  it('opens the export’s folder and nothing else of the bucket', () => {
    expect(JSON.parse(sessionPolicy(files, pins))).toMatchObject({
      Statement: [
        { Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::company-bills/bills/acme/*' },
        { Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::company-bills', Condition: { StringLike: { 's3:prefix': 'bills/acme/*' } } },
      ],
    });
  });

  it('lets S3 use one key where the connection names it, and nobody use it otherwise', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/0b6d6f6e-0000-4000-8000-00000000000e';
    const policy = sessionPolicy(files, billingPinsSchema.parse({ s3Export: { ...pins.s3Export, kmsKeyArn } }));
    expect(JSON.parse(policy)).toMatchObject({
      Statement: [
        { Action: ['s3:GetObject'] },
        { Action: ['kms:Decrypt'], Resource: kmsKeyArn, Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } } },
        { Action: ['s3:ListBucket'] },
      ],
    });
    expect(sessionPolicy(files, pins)).not.toContain('kms:');
    const aliased = 'arn:aws:kms:eu-west-1:111122223333:alias/bills';
    for (const wrong of [aliased, '*', `${kmsKeyArn}*`, kmsKeyArn.replace('111122223333', '*')])
      expect([wrong, billingPinsSchema.safeParse({ s3Export: { ...pins.s3Export, kmsKeyArn: wrong } }).success]).toEqual([wrong, false]);
  });

  it('opens no file at all without a pin, and never in a session that also reads something else', () => {
    expect(sessionPolicy([...files, operationById('ec2:DescribeVolumes')])).not.toMatch(/s3:/);
    const groups = groupOperations([operationById('ec2:DescribeVolumes'), ...files, operationById('ec2:DescribeInstances')]);
    expect(groups.map((group) => group.map(({ id }) => id))).toEqual([
      ['ec2:DescribeVolumes', 'ec2:DescribeInstances'],
      ['s3:ListObjectsV2', 's3:GetObject'],
    ]);
  });
});
