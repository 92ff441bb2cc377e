import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { VitrineError } from '@vitrine/contracts';
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
 * @param folder where it waits; the system's own for what is temporary, which is small where the root cannot be written
 * @param openFile a spec hands in a disk that is full
 * @throws VitrineError `spool-full` 503 where the bill finds no room
 */
export async function spoolBill(body: AsyncIterable<Buffer>, folder: string = tmpdir(), openFile: typeof open = open): Promise<SpooledBill> {
  const { writing, reading } = await openNameless(folder, openFile);
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
    throw isNoRoom(error) ? spoolFull(error) : error;
  }
}

/** Of the disk, of a quota, or of the largest file that the system lets this process write. */
const noRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const isNoRoom = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && noRoom.has(error.code);

function spoolFull(cause: unknown): VitrineError {
  return new VitrineError({
    code: 'spool-full',
    status: 503,
    publicMessage: 'There is no room for a bill of this size just now.',
    internal: 'the folder where bills wait is full',
    retryable: true,
    cause,
  });
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

async function openNameless(parent: string, openFile: typeof open): Promise<{ writing: FileHandle; reading: FileHandle }> {
  const folder = await mkdtemp(join(parent, 'vitrine-bill-'));
  try {
    const file = join(folder, 'bill');
    const writing = await openFile(file, 'wx', 0o600);
    return { writing, reading: await openFile(file, 'r') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
