import { createHash } from 'node:crypto';

/** Whole numbers below a bound, the same for the same seed: the attempt's choices, never its keys. */
export function choicesOf(seed: number): (below: number) => number {
  let drawn = 0;
  return (below) => {
    const digest = createHash('sha256')
      .update(`${String(seed)}:${String((drawn += 1))}`)
      .digest();
    return digest.readUInt32BE(0) % below;
  };
}
