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
  return JSON.stringify(sorted(value) ?? null);
}

/**
 * JSON of a reader's item. Its own members come as its schema names them, which no provider can change; what lies within is sorted. Every
 * item of every page comes through here, and nearly all are in order as they are: none is copied for nothing.
 */
export function itemJson(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return canonicalJson(item);
  let ordered: Record<string, unknown> | null = null;
  for (const [name, member] of Object.entries(item)) {
    const within = sorted(member);
    if (within !== member) (ordered ??= { ...item })[name] = within;
  }
  return JSON.stringify(ordered ?? item);
}

/** The value itself where it is in order already, else a copy that is. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (Array.isArray(value)) {
    const members = value.map(sorted);
    return members.every((member, index) => member === value[index]) ? value : members;
  }
  const members = Object.entries(value).map(([name, was]: [string, unknown]) => ({ name, was, is: sorted(was) }));
  if (members.every(({ name, was, is }, at) => was === is && (at === 0 || (members[at - 1]?.name ?? '') < name))) return value;
  const ordered: Record<string, unknown> = {};
  for (const { name, is: member } of members.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    // Attack: a tag named `__proto__`, assigned, would set a prototype and be missing from the text.
    if (name === '__proto__') Object.defineProperty(ordered, name, { value: member, enumerable: true });
    else ordered[name] = member;
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
