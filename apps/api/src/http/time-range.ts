import { z } from 'zod';
import { refusal } from './problem.js';

const LONGEST_YEARS = 5;

/** A day or an instant with its offset, ISO 8601, from 2000 on. Wrong is `invalid-range`. */
export const instantSchema = z
  .union([z.iso.date('invalid-range'), z.iso.datetime({ offset: true, error: 'invalid-range' })], 'invalid-range')
  .refine((text) => text >= '2000' && text < '2200', 'invalid-range')
  .meta({ description: 'ISO 8601 day (UTC) or instant with offset' });

/**
 * Both ends of a query's period, `from` included and `to` not; null where open.
 * @throws VitrineError 422 `invalid-range` for an empty or reversed period, or one longer than five years
 */
export function timeRange(
  ends: { readonly from?: string | undefined; readonly to?: string | undefined },
  names = { from: 'from', to: 'to' },
): { from: Date | null; to: Date | null } {
  const from = ends.from === undefined ? null : new Date(ends.from);
  const to = ends.to === undefined ? null : new Date(ends.to);
  if (from === null || to === null) return { from, to };
  if (from >= to || to.getTime() - from.getTime() > LONGEST_YEARS * 366 * 86_400_000) {
    throw refusal(422, 'invalid-range', `${names.from} is before ${names.to}, and at most ${String(LONGEST_YEARS)} years before.`, {
      errors: [{ pointer: `/${names.to}`, code: 'invalid-range' }],
    });
  }
  return { from, to };
}
