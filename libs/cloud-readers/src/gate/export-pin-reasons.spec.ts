import { describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import type { Operation } from '../operations/operation.js';
import type { BillingPins } from './billing-pins.js';
import { blobVersion, exportRefusal, isFileHeader, largestRange } from './export-pin.js';

const s3Export = { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/acme/' };
const blobExport = { storageAccount: 'companybills', container: 'bills', prefix: 'exports/daily/' };
const objects = operationById('s3:GetObject');
const blobs = operationById('azure.storage.GetBlob');
const lists = [operationById('s3:ListObjectsV2'), operationById('azure.storage.ListBlobs')] as const;
const volumes = operationById('ec2:DescribeVolumes');
const disks = operationById('Microsoft.Compute/disks/read');

const refusal = (operation: Operation, path: string, pins: BillingPins, place: string | null = null): string | null =>
  exportRefusal(operation, { url: new URL(`https://any.example${path}`), path: path.replace(/\?.*/, ''), place, pins });

/** The check by itself: in the gate others stand before it, and a mistake in one of them must not be what keeps the files closed. */
describe('the check of the pinned folder, T24', () => {
  it('opens a file and a list of the folder, at the host that the pin names or at an operator’s endpoint, which names none', () => {
    for (const place of ['eu-west-1', null]) {
      expect(refusal(objects, '/company-bills/bills/acme/x.csv', { s3Export }, place)).toBeNull();
      expect(refusal(lists[0], '/company-bills?prefix=bills%2Facme%2F', { s3Export }, place)).toBeNull();
    }
    for (const place of ['companybills', null]) {
      expect(refusal(blobs, '/bills/exports/daily/x.csv', { blobExport }, place)).toBeNull();
      expect(refusal(lists[1], '/bills?prefix=exports%2Fdaily%2F', { blobExport }, place)).toBeNull();
    }
    expect(refusal(objects, '/company-bills/bills/acme/x.csv', { s3Export }, 'us-east-1')).toBe('host is not of the pinned region or account');
    expect(refusal(blobs, '/bills/exports/daily/x.csv', { blobExport }, 'otheraccount')).toBe('host is not of the pinned region or account');
  });

  it('opens nothing by the other cloud’s pin, nor without any', () => {
    const none = 'the connection has no pin for billing data';
    for (const pins of [{}, { blobExport: { ...blobExport, container: 'company-bills', prefix: 'bills/acme/' } }])
      expect(refusal(objects, '/company-bills/bills/acme/x.csv', pins)).toBe(none);
    for (const pins of [{}, { s3Export: { ...s3Export, bucket: 'bills', prefix: 'exports/daily/' } }])
      expect(refusal(blobs, '/bills/exports/daily/x.csv', pins)).toBe(none);
  });

  it('says nothing of an operation that reads no files, and refuses one that is pinned to files and has no path of its own', () => {
    expect(refusal(volumes, '/', {})).toBeNull();
    const pathless: Operation = { ...volumes, pinnedTo: 'bucket' };
    expect(refusal(pathless, '/', { s3Export })).toBe('path is not the declared one');
    expect(exportRefusal(pathless, { url: new URL('https://any.example/'), path: '', place: null, pins: { s3Export } })).toBe('bucket is not the pinned one');
  });
});

describe('the headers of a read of files', () => {
  it('name the version that is begun with in the provider’s own forms, and nothing that means any version', () => {
    for (const tag of ['"9a0364b9"', '"a-1:b.2_c"', `"${'x'.repeat(200)}"`, '0x8DCF0A1B2C3D4E5', '0xF', `0x${'A'.repeat(40)}`])
      expect([tag, isFileHeader(objects, 'if-match', tag)]).toEqual([tag, true]);
    for (const tag of [
      '*',
      '',
      '""',
      'W/"a"',
      'x"a"',
      '"a"x',
      '"a", "b"',
      `"${'x'.repeat(201)}"`,
      'a',
      '0x',
      '0xg',
      '0x8dc',
      'x0x8DC',
      '0x8DC, *',
      `0x${'A'.repeat(41)}`,
    ])
      expect([tag, isFileHeader(objects, 'if-match', tag)]).toEqual([tag, false]);
  });

  it('ask for one stretch of bytes, at any place of the file, that the sender can hold', () => {
    const start = 3 * largestRange;
    for (const range of ['bytes=0-0', 'bytes=5-5', 'bytes=10-19', `bytes=${String(start)}-${String(start + largestRange - 1)}`])
      expect([range, isFileHeader(blobs, 'range', range)]).toEqual([range, true]);
    const wrong = ['', 'bytes=', 'bytes=-5', 'bytes=5-', 'bytes=6-5', 'xbytes=0-9', 'bytes=0-9x', 'bytes=0-9,20-29', 'items=0-9', 'bytes=a-9', 'bytes=0-b'];
    for (const range of [...wrong, `bytes=${String(start)}-${String(start + largestRange)}`, `bytes=0-${'9'.repeat(16)}`])
      expect([range, isFileHeader(blobs, 'range', range)]).toEqual([range, false]);
  });

  it('are these and no other name, whatever its value', () => {
    for (const name of ['x-ms-range', 'if-range', 'range-unit', 'if-none-match']) {
      expect([name, isFileHeader(objects, name, 'bytes=0-9')]).toEqual([name, false]);
      expect([name, isFileHeader(objects, name, '"9a0364b9"')]).toEqual([name, false]);
    }
  });

  it('name one version of Blob Storage’s API, at its hosts alone: an older one reads other headers', () => {
    expect(blobVersion).toBe('2023-11-03');
    for (const operation of [blobs, lists[1]]) expect(isFileHeader(operation, 'x-ms-version', '2023-11-03')).toBe(true);
    for (const version of ['', '2009-09-19', '2023-11-03 ']) expect(isFileHeader(blobs, 'x-ms-version', version)).toBe(false);
    for (const operation of [objects, disks, volumes]) expect(isFileHeader(operation, 'x-ms-version', '2023-11-03')).toBe(false);
    const misdeclared: Operation = { ...volumes, wire: { ...volumes.wire, host: blobs.wire.host } };
    expect(isFileHeader(misdeclared, 'x-ms-version', '2023-11-03')).toBe(false);
  });

  it('leave with reads of files only', () => {
    for (const operation of [...lists, volumes, disks]) {
      expect(isFileHeader(operation, 'range', 'bytes=0-9')).toBe(false);
      expect(isFileHeader(operation, 'if-match', '"9a0364b9"')).toBe(false);
    }
  });
});
