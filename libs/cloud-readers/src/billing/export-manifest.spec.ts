import { describe, expect, it } from '@jest/globals';
import type { CloudSession } from '../engine/cloud-request.js';
import { awsDataExportReader } from './aws-data-export.export-reader.js';
import { azureCostExportReader } from './azure-cost-export.export-reader.js';
import { readManifest } from './export-reader.js';

const pins = {
  s3Export: { bucket: 'company-bills', region: 'eu-west-1', prefix: 'bills/' },
  blobExport: { storageAccount: 'companybills', container: 'bills', prefix: 'daily/' },
};
const signal = new AbortController().signal;
const clouds = {
  aws: { reader: awsDataExportReader, manifest: (names: readonly string[]) => ({ dataFiles: names.map((name) => `s3://company-bills/bills/data/${name}`) }) },
  azure: { reader: azureCostExportReader, manifest: (names: readonly string[]) => ({ blobs: names.map((name) => ({ blobName: `daily/run/${name}` })) }) },
} as const;

/** What a manifest that names these files comes to: their number, or why it is none. */
async function taken(cloud: keyof typeof clouds, names: readonly string[]): Promise<unknown> {
  const { reader, manifest } = clouds[cloud];
  const bytes = Buffer.from(JSON.stringify(manifest(names)));
  const session: Pick<CloudSession, 'call'> = {
    call: () => Promise.resolve({ outcome: 'read', requestId: null, body: { bytes, total: bytes.length, etag: '"1"' } }),
  };
  const delivery = { period: '2026-10-01', manifest: { key: 'm', etag: '"1"', size: bytes.length, modified: '' }, id: 'm#1' };
  // Nothing else of a session is asked here.
  const found = await readManifest(reader, delivery, pins, session as CloudSession, signal);
  return found.outcome === 'read' ? found.files.length : found.outcome === 'unavailable' ? found.reason : found.outcome;
}
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `part-${String(index)}.csv.gz`);

describe.each(['aws', 'azure'] as const)('the manifest of a month (%s), which is replaced by what it names', (cloud) => {
  it('names one file or as many as are held open together', async () => {
    expect([await taken(cloud, many(1)), await taken(cloud, many(500))]).toEqual([1, 500]);
  });
  it('naming none would erase the month', async () => {
    expect(await taken(cloud, [])).toBe('manifest-unexpected');
  });
  it('naming more would take every handle of the process', async () => {
    expect(await taken(cloud, many(501))).toBe('manifest-unexpected');
  });
  it('naming two alike in different folders would lose the rows of one', async () => {
    expect(await taken(cloud, ['one/part.csv.gz', 'two/part.csv.gz'])).toBe('manifest-unexpected');
  });
});
