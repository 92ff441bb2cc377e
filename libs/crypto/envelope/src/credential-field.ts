import * as z from 'zod';

/** A secret a cloud made: printable ASCII without spaces, so that it can never break a header line or a form body. */
export function opaqueSecret(minimum: number, maximum: number): z.ZodString {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .regex(/^[\x21-\x7e]+$/);
}

/** When a borrowed session ends: ISO 8601 in UTC. The hour it may last at most is checked against a clock, by the API. */
export const expiresAtSchema = z.iso.datetime();
