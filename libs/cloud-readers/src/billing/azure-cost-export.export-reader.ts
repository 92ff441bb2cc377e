import { z } from 'zod';
import type { BillingPins } from '../gate/billing-pins.js';
import type { ExportReader } from './export-reader.js';

const listShape = {
  NextMarker: 'text',
  Blobs: [{ Name: 'text', Properties: { 'Last-Modified': 'text', Etag: 'text', 'Content-Length': 'text' } }, 'Blob'],
} as const;
const blobSchema = z.object({
  Name: z.string(),
  Properties: z.object({ 'Last-Modified': z.string(), Etag: z.string().min(1), 'Content-Length': z.coerce.number().int() }),
});
const listSchema = z.object({ NextMarker: z.string().optional(), Blobs: z.array(blobSchema).default([]) });

const manifestSchema = z.object({ blobs: z.array(z.object({ blobName: z.string() })) });

function pinOf({ blobExport }: BillingPins): NonNullable<BillingPins['blobExport']> {
  return z.custom<NonNullable<BillingPins['blobExport']>>((value) => value !== undefined).parse(blobExport);
}

/**
 * Exports of Azure Cost Management with partitions: `<directory>/<export>/20261001-20261031/…/manifest.json` beside the parts that it names.
 * Overwriting or not, every run has a folder of its own, so the newest manifest of a month is the month.
 */
export const azureCostExportReader: ExportReader = {
  id: 'azure.cost-management-exports',
  cloud: 'azure',
  operations: ['azure.storage.ListBlobs', 'azure.storage.GetBlob'],
  list(pins, pageToken) {
    const { storageAccount, container, prefix } = pinOf(pins);
    const query = { prefix, ...(pageToken === null ? {} : { marker: pageToken }) };
    return { operation: 'azure.storage.ListBlobs', account: storageAccount, path: { container }, query, shape: listShape };
  },
  listed(body) {
    const { Blobs, NextMarker } = listSchema.parse(body);
    const files = Blobs.map(({ Name, Properties }) => ({
      key: Name,
      etag: Properties.Etag,
      size: Properties['Content-Length'],
      // RFC 1123, as HTTP writes it; one that is no date sorts first.
      modified: Number.isNaN(Date.parse(Properties['Last-Modified'])) ? '' : new Date(Properties['Last-Modified']).toISOString(),
    }));
    return { files, next: NextMarker === undefined || NextMarker === '' ? null : NextMarker };
  },
  periodOf(key, pins) {
    const { prefix } = pinOf(pins);
    const found = key.startsWith(prefix) ? /^(\d{4})(\d{2})01-(\d{4})(\d{2})\d{2}\/(?:[^/]+\/){1,2}manifest\.json$/.exec(key.slice(prefix.length)) : null;
    const [, year, month, endYear, endMonth] = found ?? [];
    // A range that is not of one month replaces no month.
    return year === undefined || month === undefined || year !== endYear || month !== endMonth || Number(month) < 1 || Number(month) > 12
      ? null
      : `${year}-${month}-01`;
  },
  filesOf(manifest, pins) {
    const { prefix } = pinOf(pins);
    const inFolder = z.string().startsWith(prefix);
    return manifestSchema.parse(manifest).blobs.map(({ blobName }) => {
      const key = inFolder.parse(blobName.replace(/^\//, ''));
      return { key, name: key.slice(key.lastIndexOf('/') + 1) };
    });
  },
  read(key, range, pins) {
    const { storageAccount, container } = pinOf(pins);
    return { operation: 'azure.storage.GetBlob', account: storageAccount, path: { container, blob: key }, range };
  },
};
