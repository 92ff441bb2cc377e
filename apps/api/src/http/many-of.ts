import { z } from 'zod';

/** A query member that takes several words: `?severity=high,critical` or `?severity=high&severity=critical`. */
export function manyOf<T extends z.ZodEnum<Readonly<Record<string, string>>>>(word: T) {
  return z
    .union([z.string(), z.array(z.string()).max(20)])
    .transform((given) => [...new Set((typeof given === 'string' ? [given] : given).flatMap((each) => each.split(',')))])
    .pipe(z.array(word));
}
