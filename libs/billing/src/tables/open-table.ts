import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { billInvalid, type BillTable } from './bill-table.js';
import { boundedBytes } from './bounded-bytes.js';
import type { ByteSource } from './byte-source.js';
import { csvTable } from './csv-table.js';
import { parquetTable } from './parquet-table.js';

/** The bytes of one file, readable at any place and from the beginning. */
export interface BillContent extends ByteSource {
  stream(): Readable;
}

/** Bytes that a packed file may unpack to. */
const MAX_UNPACKED = 8 * 1024 ** 3;

/**
 * CSV, gzipped CSV or Parquet, told by the first bytes: names and media types of exports are wrong too often.
 * @throws VitrineError `focus-invalid`
 */
export async function openTable(content: BillContent): Promise<BillTable> {
  const head = Buffer.from(await content.read(0, Math.min(4, content.size)));
  if (head.toString('latin1') === 'PAR1') return await parquetTable(content);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return await csvTable(content.stream());
  const packed = content.stream();
  // Attack: 64 MiB of zeros unpack to 64 GiB.
  const bounded = boundedBytes(MAX_UNPACKED, () => billInvalid('The file unpacks to more than 8 GiB.'));
  const unpacked = packed.pipe(createGunzip()).on('error', (error) => bounded.destroy(error));
  packed.once('error', (error) => bounded.destroy(error));
  bounded.once('close', () => packed.destroy());
  return await csvTable(unpacked.pipe(bounded));
}
