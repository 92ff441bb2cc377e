import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../exit-codes.js';

const MAX_BYTES = 16 * 1024 * 1024;

/** Keys or kept checkpoints. @throws UsageError where there is none */
export async function readSmallFile(path: string, folder: string): Promise<string> {
  const file = resolve(folder, path);
  try {
    if ((await stat(file)).size > MAX_BYTES) throw new UsageError(`${path} is too large for keys or checkpoints`);
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** A file that cannot be read is the caller's to mend, with the system's own word for why. */
export function unreadable(path: string, error: unknown): unknown {
  return typeof error === 'object' && error !== null && !(error instanceof UsageError) && 'code' in error && typeof error.code === 'string'
    ? new UsageError(`${path} cannot be read: ${error.code}`)
    : error;
}
