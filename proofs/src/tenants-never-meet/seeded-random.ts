/** Random choices that a printed seed replays (mulberry32; nothing secret is made with it). */
export interface SeededRandom {
  /** An integer from 0 to `end` - 1. */
  below(end: number): number;
  pick<T>(of: readonly T[]): T;
  shuffled<T>(of: readonly T[]): T[];
  bytes(length: number): Buffer;
}

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const below = (end: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  return {
    below,
    pick: (of) => {
      const picked = of[below(of.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    shuffled: (of) => {
      const left = [...of];
      const dealt = left.slice(0, 0);
      while (left.length > 0) dealt.push(...left.splice(below(left.length), 1));
      return dealt;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
  };
}
