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
 * JSON with sorted members: providers change the order of tags between two answers, and an order is no change. Every item of every page
 * comes through here; to sort first and write natively takes two thirds of what a replacer or a writer of our own takes.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value) ?? null);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const member = sorted(Reflect.get(value, key));
    // Attack: a tag named `__proto__`, assigned, would set a prototype and be missing from the text.
    if (key === '__proto__') Object.defineProperty(members, key, { value: member, enumerable: true });
    else members[key] = member;
  }
  return members;
}

/** Content hash of anything that is stored as JSON. */
export function contentHash(value: unknown): string {
  return textHash(canonicalJson(value));
}

/** Content hash of what already is canonical text. */
export function textHash(text: string): string {
  return shortHash(sha256Hex(text));
}
