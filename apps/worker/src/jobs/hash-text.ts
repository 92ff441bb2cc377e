import { hash } from 'node:crypto';

/** SHA-256, lower-case hex. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** The first 8 bytes of a SHA-256 given in hex, as the signed bigint text that Postgres holds. */
export function shortHash(hex: string): string {
  return BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`)).toString();
}

/** JSON with sorted members: providers change the order of tags between two answers, and an order is no change. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify((isInOrder(value) ? value : sorted(value)) ?? null);
}

/**
 * JSON of a reader's item. Its own members come as its schema names them, which no provider can change; what lies within is sorted. Every
 * item of every page comes through here, and nearly all are in order as they are: none is copied for nothing.
 */
export function itemJson(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return canonicalJson(item);
  let ordered: Record<string, unknown> | null = null;
  for (const name in item) {
    const member: unknown = Reflect.get(item, name);
    if (!isInOrder(member)) (ordered ??= { ...item })[name] = sorted(member);
  }
  return JSON.stringify(ordered ?? item);
}

/** Asked of every member of every item: it makes nothing. */
function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before = '';
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    if (name < before) return false;
    before = name;
    if (!isInOrder(Reflect.get(value, name))) return false;
  }
  return true;
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const ordered: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) {
    // Attack: a tag named `__proto__`, assigned, would set a prototype and be missing from the text.
    if (name === '__proto__') Object.defineProperty(ordered, name, { value: sorted(member), enumerable: true });
    else ordered[name] = sorted(member);
  }
  return ordered;
}

/** Content hash of anything that is stored as JSON. */
export function contentHash(value: unknown): string {
  return textHash(canonicalJson(value));
}

/** Content hash of what already is canonical text. */
export function textHash(text: string): string {
  return shortHash(sha256Hex(text));
}
