import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { OpeningKeyError } from './open-error.js';

/**
 * Reads a file of keys, once. `/dev/fd/3` works too, so that a parent can hand the keys over without a file.
 * @throws OpeningKeyError naming the file and the reason, never its content
 */
export function readKeyFile<T>(file: string, parse: (json: unknown) => T): T {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    throw new OpeningKeyError(`${file}: cannot be read`);
  }
  try {
    // Attack: another user of the machine reads the key, or a group member replaces it. The group may read: mounted secrets need it.
    if ((fstatSync(descriptor).mode & 0o027) !== 0) {
      throw new OpeningKeyError(`${file}: must be closed to others and to writing by its group (mode 0600 or 0440)`);
    }
    return parse(JSON.parse(readFileSync(descriptor, 'utf8')));
  } catch (error) {
    // A JSON error quotes the text around it, which here is a private key.
    throw error instanceof OpeningKeyError ? new OpeningKeyError(`${file}: ${error.message}`) : new OpeningKeyError(`${file}: is not JSON`);
  } finally {
    closeSync(descriptor);
  }
}
