import type { Operation } from '../operations/operation.js';
import type { BillingPins } from './billing-pins.js';
import { matchPath } from './path-template.js';

/** Bytes that one call may ask of a file: below the largest answer that the sender takes. */
export const largestRange = 8 * 1024 * 1024;

/** The version of Blob Storage's REST API: the first with bearer tokens and without a limit that matters here. */
export const blobVersion = '2023-11-03';

interface ExportCall {
  readonly url: URL;
  readonly path: string;
  /** Region or storage account that the host names; null at an operator's endpoint. */
  readonly place: string | null;
  readonly pins: BillingPins;
}

/**
 * Why a read of files is not one of the pinned export's folder, or null.
 * Attack: the permission that opens a bill's files opens every file of the bucket; a manifest that somebody else may write names
 * `../payroll/2026.csv`, and a list without a prefix is a list of everything.
 */
export function exportRefusal(operation: Operation, { url, path, place, pins }: ExportCall): string | null {
  if (operation.pinnedTo !== 'bucket') return null;
  const holes = matchPath(operation.wire.protocol === 'aws-rest' || operation.wire.protocol === 'rest' ? operation.wire.path : '', path);
  if (holes === null) return 'path is not the declared one';
  const pin = pinOf(operation, pins);
  if (pin === null) return 'the connection has no pin for billing data';
  if (place !== null && place !== pin.place) return 'host is not of the pinned region or account';
  if ((holes['bucket'] ?? holes['container']) !== pin.bucket) return 'bucket is not the pinned one';
  const name = holes['key'] ?? holes['blob'] ?? url.searchParams.get('prefix');
  return name?.startsWith(pin.prefix) === true ? null : 'outside the pinned prefix';
}

function pinOf(
  { cloud }: Operation,
  { s3Export, blobExport }: BillingPins,
): { readonly place: string; readonly bucket: string; readonly prefix: string } | null {
  if (cloud === 'aws') return s3Export === undefined ? null : { place: s3Export.region, bucket: s3Export.bucket, prefix: s3Export.prefix };
  return blobExport === undefined ? null : { place: blobExport.storageAccount, bucket: blobExport.container, prefix: blobExport.prefix };
}

/** Headers that only a read of a file carries: which bytes, of which version of it, and the API's version. */
export function isFileHeader({ wire }: Operation, name: string, value: string): boolean {
  if (wire.protocol !== 'aws-rest' && wire.protocol !== 'rest') return false;
  if (name === 'x-ms-version') return wire.host.startsWith('{account}.') && value === blobVersion;
  if (wire.bytes !== true) return false;
  if (name === 'if-match') return /^(?:"[\w.:-]{1,200}"|0x[0-9A-F]{1,40})$/.test(value);
  const [, first, last] = name === 'range' ? (/^bytes=(\d{1,15})-(\d{1,15})$/.exec(value) ?? []) : [];
  return first !== undefined && last !== undefined && Number(last) >= Number(first) && Number(last) - Number(first) < largestRange;
}
