import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { BillContent } from '../tables/open-table.js';

/** A bill that has come in whole. */
export interface SpooledBill {
  readonly sha256: Buffer;
  readonly content: BillContent;
  close(): Promise<void>;
}

/** Bytes per read; a bill is read from its beginning to its end. */
const CHUNK = 256 * 1024;

/**
 * Puts a bill into a file that has no name: no other process finds it, and a crash leaves nothing behind. Memory stays one chunk, and whoever
 * sends slowly holds no connection of the database meanwhile. What the source throws is thrown on.
 */
export async function spoolBill(body: AsyncIterable<Buffer>): Promise<SpooledBill> {
  const { writing, reading } = await openNameless();
  const hash = createHash('sha256');
  const streams: Readable[] = [];
  const close = async (): Promise<void> => {
    for (const stream of streams) {
      stream.destroy();
      await finished(stream).catch(() => undefined);
    }
    await reading.close();
  };
  try {
    const hashed = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of source) {
        hash.update(chunk);
        yield chunk;
      }
    };
    // This stream closes its handle when it ends, whatever the end.
    await pipeline(body, hashed, writing.createWriteStream());
    const { size } = await reading.stat();
    return { sha256: hash.digest(), content: contentOf(reading, size, streams), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function contentOf(reading: FileHandle, size: number, streams: Readable[]): BillContent {
  return {
    size,
    async read(start, end) {
      const bytes = Buffer.alloc(end - start);
      const { bytesRead } = await reading.read(bytes, 0, bytes.length, start);
      return bytes.subarray(0, bytesRead);
    },
    stream() {
      const stream = reading.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK });
      streams.push(stream);
      return stream;
    },
  };
}

async function openNameless(): Promise<{ writing: FileHandle; reading: FileHandle }> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-bill-'));
  try {
    const file = join(folder, 'bill');
    const writing = await open(file, 'wx', 0o600);
    return { writing, reading: await open(file, 'r') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
