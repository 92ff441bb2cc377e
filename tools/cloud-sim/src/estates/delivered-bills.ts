import { gzipSync } from 'node:zlib';
import type { CloudSim } from '../http/server.js';

const header =
  'BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ChargeCategory,ProviderName,SubAccountId,RegionId,ResourceId,ServiceName,SkuMeter';

/** FOCUS text of one day's charges: resource → cost. */
export function focusText(day: string, costs: Readonly<Record<string, string>>, provider = 'AWS'): string {
  const rows = Object.entries(costs).map(
    ([resource, cost]) => `${cost},USD,${day}T00:00:00Z,${day}T23:59:59Z,${cost},Usage,${provider},111122223333,eu-west-1,${resource},Service,Meter`,
  );
  return `${[header, ...rows].join('\n')}\n`;
}

/** One month of an export. */
export interface Delivered {
  readonly folder: string;
  readonly name: string;
  /** `2026-10`. */
  readonly month: string;
  /** Content by chunk: text, which is delivered as CSV, or the bytes of a Parquet file (of S3). */
  readonly chunks: readonly (string | Buffer)[];
  /** ARN of the customer's own key that the files of S3 lie under. */
  readonly kmsKey?: string;
  readonly modified: string;
  /** Folder of an execution, where deliveries are kept side by side. */
  readonly execution?: string;
}

/** Delivers a month as AWS Data Exports do, in the place of what the same names held. */
export function deliverToS3(sim: CloudSim, bucket: string, { folder, name, month, chunks, modified, execution, kmsKey }: Delivered): void {
  const objects = sim.estate.aws?.objects;
  if (objects === undefined) throw new Error('the estate has no AWS');
  const root = `${folder}${name}/`;
  const under = `BILLING_PERIOD=${month}/${execution === undefined ? '' : `${execution}/`}`;
  const put = (key: string, body: Buffer): void => {
    const place = objects.findIndex((object) => object.bucket === bucket && object.key === key);
    const object = {
      bucket,
      key,
      body: body.toString('base64'),
      encoding: 'base64',
      purpose: 'export',
      modified,
      ...(kmsKey === undefined ? {} : { kmsKey }),
    } as const;
    if (place === -1) objects.push(object);
    else objects[place] = object;
  };
  const keys = chunks.map(
    (chunk, index) => `${root}data/${under}${name}-${String(index + 1).padStart(5, '0')}${typeof chunk === 'string' ? '.csv.gz' : '.snappy.parquet'}`,
  );
  chunks.forEach((chunk, index) => put(keys[index] ?? '', typeof chunk === 'string' ? gzipSync(chunk) : chunk));
  const manifest = { executionId: execution ?? modified, dataFiles: keys.map((key) => `s3://${bucket}/${key}`) };
  put(`${root}metadata/${under}${name}-Manifest.json`, Buffer.from(JSON.stringify(manifest)));
}

/** Delivers a month as a partitioned export of Azure Cost Management does. */
export function deliverToBlobs(sim: CloudSim, account: string, container: string, { folder, name, month, chunks, modified, execution }: Delivered): void {
  const files = sim.estate.azure?.storageAccounts.find((known) => known.name === account)?.files;
  if (files === undefined) throw new Error('the estate has no such storage account');
  const [year = '', number = ''] = month.split('-');
  const last = new Date(Date.UTC(Number(year), Number(number), 0)).getUTCDate();
  const run = `${folder}${name}/${year}${number}01-${year}${number}${String(last)}/${execution ?? '0b6d6f6e-0000-4000-8000-000000000001'}/`;
  const put = (key: string, body: string): void => {
    files.push({ bucket: container, key, body, encoding: 'utf8', purpose: 'export', modified });
  };
  const blobs = chunks.map((chunk, index) => ({ blobName: `${run}part_${String(index)}_0001.csv`, byteCount: Buffer.byteLength(chunk) }));
  chunks.forEach((chunk, index) => put(blobs[index]?.blobName ?? '', chunk.toString()));
  put(`${run}manifest.json`, JSON.stringify({ manifestVersion: '2024-04-01', blobCount: blobs.length, blobs }));
}
