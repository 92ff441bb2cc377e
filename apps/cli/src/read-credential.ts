import { readFileSync } from 'node:fs';
import { gcpKeyFromFile, parseCredential, type Credential, type CredentialKind } from '@vitrine/crypto-envelope';
import type { CliContext } from './cli-context.js';
import { UsageError } from './exit-codes.js';

/**
 * A credential from a file or from stdin (`-`), never from an argument: JSON of the kind's fields, or a Google service account key
 * file, of which only the four fields that are used are taken.
 */
export async function readCredential(context: CliContext, kind: CredentialKind, file: string): Promise<Credential> {
  let text: string;
  try {
    text = file === '-' ? await context.readInput() : readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message would quote what it read.
    throw new UsageError('the credential is not JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new UsageError('the credential is not a JSON object');
  return kind === 'gcp.key' && 'type' in json ? gcpKeyFromFile(json) : parseCredential({ ...json, kind });
}
