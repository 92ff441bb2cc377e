import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Takes about `share` of all mutants (0 to 1), the same ones for the same seed. */
export const sampleSchema = z.object({ seed: z.number(), share: z.number() });
export type Sample = z.infer<typeof sampleSchema>;

/**
 * Per cent that a sample of this size reaches at least, but once in a hundred times by chance, where the whole has `least` per cent.
 * (A normal distribution's first percentile; an empty sample shows nothing.)
 */
export const leastOfSample = (size: number, least: number): number => (size === 0 ? 100 : least - 2.326 * Math.sqrt((least * (100 - least)) / size));

export function isSampled(mutantId: string, { seed, share }: Sample): boolean {
  return (
    createHash('sha256')
      .update(`${String(seed)}:${mutantId}`)
      .digest()
      .readUInt32BE() /
      2 ** 32 <
    share
  );
}
