import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Takes about `share` of all mutants (0 to 1), the same ones for the same seed. */
export const sampleSchema = z.object({ seed: z.number(), share: z.number() });
export type Sample = z.infer<typeof sampleSchema>;

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
