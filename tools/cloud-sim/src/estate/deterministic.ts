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

/** `length` lower-case hex digits, unique per (kind, ordinal) under one seed. */
export function hexId(seed: number, kind: string, ordinal: number, length: number): string {
  const unique = mix32((ordinal ^ hash32(seed, kind)) >>> 0)
    .toString(16)
    .padStart(8, '0');
  let filler = '';
  let state = hash32(seed, kind, 'filler');
  while (filler.length < length - 8) {
    state = mix32((state + ordinal + 1) >>> 0);
    filler += state.toString(16).padStart(8, '0');
  }
  return filler.slice(0, Math.max(0, length - 8)) + unique;
}

/** The member at a hashed place; throws on an empty list. */
export function pick<Member>(choices: readonly Member[], seed: number, ...words: readonly (string | number)[]): Member {
  const chosen = choices[hash32(seed, ...words) % choices.length];
  if (chosen === undefined) throw new Error('pick: no choices');
  return chosen;
}
