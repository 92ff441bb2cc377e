import { z } from 'zod';

/** A number of up to nine digits between two bounds. */
export const wholeNumber = (from: number, to: number, preset: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'not a whole number')
    .transform(Number)
    .pipe(
      z
        .number()
        .min(from, `below ${String(from)}`)
        .max(to, `above ${String(to)}`),
    )
    .default(preset);
