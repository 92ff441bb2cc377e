import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';

/** An upload that has come in whole. */
export interface SpooledUpload {
  readonly sha256: Buffer;
  readonly content: Readable;
}

/**
 * Lends the body from a file that has no name: no other process finds it, and a crash leaves nothing behind. Memory stays one chunk, and
 * a client that sends slowly holds no connection of the database meanwhile.
 */
export async function withSpooledUpload<T>(body: Readable, use: (upload: SpooledUpload) => Promise<T>): Promise<T> {
  const { writing, reading } = await openNameless();
  const hash = createHash('sha256');
  body.on('data', (chunk: Buffer) => hash.update(chunk));
  try {
    // Both streams close their handle when they end, whatever the end.
    await pipeline(body, writing.createWriteStream());
  } catch (error) {
    await reading.close();
    throw error;
  }
  const content = reading.createReadStream();
  try {
    return await use({ sha256: hash.digest(), content });
  } finally {
    content.destroy();
    await finished(content).catch(() => undefined);
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
