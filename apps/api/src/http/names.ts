import { z } from 'zod';

/** Control characters, and marks that make a text read other than it is (Trojan Source). */
const INVISIBLE = /[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** A name that people give: 1–120 characters, kept as it is; whoever shows it makes it inert. Wrong is `invalid-name`. */
export const nameSchema = z
  .string()
  .max(480, 'invalid-name')
  .refine((text) => text.isWellFormed() && !INVISIBLE.test(text) && text.trim() === text && [...text].length >= 1 && [...text].length <= 120, 'invalid-name');

/** Other text that people give, for instance a reason or a tag: what it is not is what `jsonb` or a reader would stumble over. */
export function plainText(longest: number, code: string): z.ZodString {
  return z
    .string(code)
    .min(1, code)
    .max(longest, code)
    .refine((text) => text.isWellFormed() && !INVISIBLE.test(text), code);
}
