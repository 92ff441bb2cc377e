import { VitrineError } from '@vitrine/contracts';
import { parseVerificationKey, type VerificationKey } from '@vitrine/trail';
import { UsageError } from '../exit-codes.js';
import { readSmallFile } from './read-small-file.js';

/** Keys from `name+hash+base64` texts, or from files of such lines (`#` begins a remark). */
export async function verificationKeys(given: readonly string[], folder: string): Promise<VerificationKey[]> {
  const keys: VerificationKey[] = [];
  for (const each of given) {
    const texts = looksLikeKey(each) ? [each] : keyLines(await readSmallFile(each, folder));
    if (texts.length === 0) throw new UsageError(`${each} holds no key`);
    keys.push(...texts.map(parsed));
  }
  return keys;
}

const looksLikeKey = (text: string): boolean => /^[^+]+\+[0-9a-f]{8}\+/.test(text);

const keyLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

function parsed(text: string): VerificationKey {
  try {
    return parseVerificationKey(text);
  } catch (error) {
    if (error instanceof VitrineError) throw new UsageError(error.publicMessage);
    throw error;
  }
}
