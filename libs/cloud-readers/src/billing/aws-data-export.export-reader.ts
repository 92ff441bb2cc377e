import { z } from 'zod';
import type { BillingPins } from '../gate/billing-pins.js';
import type { ExportReader } from './export-reader.js';

const listShape = {
  NextContinuationToken: 'text',
  Contents: [{ Key: 'text', LastModified: 'text', ETag: 'text', Size: 'text' }, 'Contents', 'flattened'],
} as const;
const listSchema = z.object({
  NextContinuationToken: z.string().optional(),
  Contents: z.array(z.object({ Key: z.string(), LastModified: z.iso.datetime(), ETag: z.string().min(1), Size: z.coerce.number().int() })).default([]),
});

/** `dataFiles` of a manifest of Data Exports, each an `s3://` address. */
const manifestSchema = z.object({ dataFiles: z.array(z.string()) });

function pinOf({ s3Export }: BillingPins): NonNullable<BillingPins['s3Export']> {
  return z.custom<NonNullable<BillingPins['s3Export']>>((value) => value !== undefined).parse(s3Export);
}

/**
 * AWS Data Exports (FOCUS and CUR 2.0): `<folder>/metadata/BILLING_PERIOD=2026-10/…-Manifest.json` names the files below
 * `<folder>/data/BILLING_PERIOD=2026-10/`. An export that overwrites has one manifest a month; one that creates new ones has a folder per
 * execution between month and manifest.
 */
export const awsDataExportReader: ExportReader = {
  id: 'aws.data-exports',
  cloud: 'aws',
  operations: ['s3:ListObjectsV2', 's3:GetObject'],
  list(pins, pageToken) {
    const { bucket, region, prefix } = pinOf(pins);
    const query = { prefix: `${prefix}metadata/`, ...(pageToken === null ? {} : { 'continuation-token': pageToken }) };
    return { operation: 's3:ListObjectsV2', region, path: { bucket }, query, shape: listShape };
  },
  listed(body) {
    const { Contents, NextContinuationToken } = listSchema.parse(body);
    const files = Contents.map(({ Key, ETag, Size, LastModified }) => ({ key: Key, etag: ETag, size: Size, modified: new Date(LastModified).toISOString() }));
    return { files, next: NextContinuationToken === undefined || NextContinuationToken === '' ? null : NextContinuationToken };
  },
  periodOf(key, pins) {
    const { prefix } = pinOf(pins);
    const found = key.startsWith(prefix)
      ? /^metadata\/BILLING_PERIOD=(\d{4}-(?:0[1-9]|1[0-2]))\/(?:[^/]+\/){0,2}[^/]*Manifest\.json$/i.exec(key.slice(prefix.length))
      : null;
    return found?.[1] === undefined ? null : `${found[1]}-01`;
  },
  filesOf(manifest, pins) {
    const { bucket, prefix } = pinOf(pins);
    // A manifest that leads out of the folder is none of this export; the gate would refuse its files one by one.
    const inFolder = z.string().startsWith(`s3://${bucket}/${prefix}`);
    return manifestSchema.parse(manifest).dataFiles.map((address) => {
      const key = inFolder.parse(address).slice(`s3://${bucket}/`.length);
      return { key, name: key.slice(key.lastIndexOf('/') + 1) };
    });
  },
  read(key, range, pins) {
    const { bucket, region } = pinOf(pins);
    return { operation: 's3:GetObject', region, path: { bucket, key }, range };
  },
};
