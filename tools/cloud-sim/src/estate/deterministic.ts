/**
 * Repeatable pseudo-randomness: a hash of (seed, words), never a stream, so that the millionth resource can be
 * made without making the others first.
 */
export function hash32(seed: number, ...words: readonly (string | number)[]): number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  for (const word of words) {
    const text = typeof word === 'number' ? `#${String(word)}` : word;
    for (let i = 0; i < text.length; i++) {
      state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
    }
    state = mix32(state);
  }
  return state;
}

/** A bijection of 32-bit integers (splitmix finaliser): distinct inputs stay distinct, so ids never collide. */
export function mix32(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A number in [0, 1) that depends on nothing but its arguments. */
export function fraction(seed: number, ...words: readonly (string | number)[]): number {
  return hash32(seed, ...words) / 0x1_0000_0000;
}

/** Hashes of (seed, kind), kept because every one of a million ids begins with the same. */
const kindHashes = new Map<number, Map<string, { readonly base: number; readonly filler: number }>>();

function kindHash(seed: number, kind: string): { readonly base: number; readonly filler: number } {
  let ofSeed = kindHashes.get(seed);
  if (ofSeed === undefined) {
    ofSeed = new Map();
    kindHashes.set(seed, ofSeed);
  }
  let hashes = ofSeed.get(kind);
  if (hashes === undefined) {
    hashes = { base: hash32(seed, kind), filler: hash32(seed, kind, 'filler') };
    ofSeed.set(kind, hashes);
  }
  return hashes;
}

/** Four hex digits for every 16-bit number: printing ids is what a page of a thousand resources spends its time on. */
const HEX4 = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, '0'));

function hex8(value: number): string {
  return `${HEX4[value >>> 16] ?? ''}${HEX4[value & 0xffff] ?? ''}`;
}

/** `length` lower-case hex digits (at least 8), unique per (kind, ordinal) under one seed. */
export function hexId(seed: number, kind: string, ordinal: number, length: number): string {
  const { base, filler } = kindHash(seed, kind);
  let front = '';
  let state = filler;
  while (front.length < length - 8) {
    state = mix32((state + ordinal + 1) >>> 0);
    front += hex8(state);
  }
  return front.slice(0, Math.max(0, length - 8)) + hex8(mix32((ordinal ^ base) >>> 0));
}

/** The member at a hashed place; throws on an empty list. */
export function pick<Member>(choices: readonly Member[], seed: number, ...words: readonly (string | number)[]): Member {
  const chosen = choices[hash32(seed, ...words) % choices.length];
  if (chosen === undefined) throw new Error('pick: no choices');
  return chosen;
}
