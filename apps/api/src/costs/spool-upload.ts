import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { BillContent } from '@vitrine/billing';

/** An upload that has come in whole. */
export interface SpooledUpload {
  readonly sha256: Buffer;
  readonly content: BillContent;
}

/** Bytes per read; a bill is read from its beginning to its end. */
const CHUNK = 256 * 1024;

/**
 * Lends the body from a file that has no name: no other process finds it, and a crash leaves nothing behind. Memory stays one chunk, and
 * a client that sends slowly holds no connection of the database meanwhile.
 */
export async function withSpooledUpload<T>(body: Readable, use: (upload: SpooledUpload) => Promise<T>): Promise<T> {
  const { writing, reading } = await openNameless();
  const hash = createHash('sha256');
  body.on('data', (chunk: Buffer) => hash.update(chunk));
  const streams: Readable[] = [];
  try {
    // This stream closes its handle when it ends, whatever the end.
    await pipeline(body, writing.createWriteStream());
    const { size } = await reading.stat();
    const content: BillContent = {
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
    return await use({ sha256: hash.digest(), content });
  } finally {
    for (const stream of streams) {
      stream.destroy();
      await finished(stream).catch(() => undefined);
    }
    await reading.close();
  }
}

async function openNameless(): Promise<{ writing: FileHandle; reading: FileHandle }> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-upload-'));
  try {
    const file = join(folder, 'bill.csv');
    const writing = await open(file, 'wx', 0o600);
    return { writing, reading: await open(file, 'r') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
