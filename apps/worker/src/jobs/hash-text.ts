import { hash } from 'node:crypto';

/** SHA-256, lower-case hex. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** The first 8 bytes of a SHA-256 given in hex, as the signed bigint text that Postgres holds. */
export function shortHash(hex: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`)).toString();
}

/**
 * JSON with sorted members: providers change the order of tags between two answers, and an order is no change. Written out, because every
 * item of every page comes through here and `JSON.stringify` with a replacer takes four times as long.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let members = '';
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Content hash of anything that is stored as JSON. */
export function contentHash(value: unknown): string {
  return textHash(canonicalJson(value));
}

/** Content hash of what already is canonical text. */
export function textHash(text: string): string {
  return shortHash(sha256Hex(text));
}
