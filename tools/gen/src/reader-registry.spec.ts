import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { billReaderRegistry, metricReaderRegistry, operationById, priceReaderRegistry, readerRegistry } from '@vitrine/cloud-readers';
import { readerRegistryFile, writeReaderRegistry } from './reader-registry.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the registry of readers', () => {
  it('is committed as it would be written now; otherwise run `npm run gen`', async () => {
    expect(await writeReaderRegistry({ root, check: true })).toEqual([]);
  });

  it('gives the same bytes whatever order the files are found in', () => {
    const files = [
      { path: 'gcp/compute/disks.reader.ts', exported: 'gcpComputeDisksReader' },
      { path: 'aws/ec2/volumes.reader.ts', exported: 'awsEc2VolumesReader' },
    ];
    expect(readerRegistryFile([...files].reverse()).text).toBe(readerRegistryFile(files).text);
  });

  it('holds every reader once, and no reader names an operation outside the closed lists', () => {
    const all = [...readerRegistry, ...metricReaderRegistry, ...billReaderRegistry, ...priceReaderRegistry];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(readerRegistry.length).toBeGreaterThan(25);
    for (const { operations, cloud } of all) for (const id of operations) expect(operationById(id).cloud).toBe(cloud);
  });
});
