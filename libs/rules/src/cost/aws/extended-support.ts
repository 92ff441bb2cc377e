import type { Json } from '@vitrine/cloud-readers';
import { daysSince } from '../../engine/age.js';
import type { Verdict } from '../../engine/define-rule.js';

/** How a bill names what is charged on top once standard support is over. */
export const extendedSupportMeters: readonly string[] = ['ExtendedSupport'];

/** Days from the audit's clock to the end of standard support by the provider's calendar; negative once it is over. */
export function daysOfStandardSupport(ends: Json | undefined, at: Date): number | null {
  if (typeof ends !== 'string') return null;
  const days = daysSince(ends, at);
  return days === null ? null : -days;
}

export function unknownCalendar(version: string | null): Verdict {
  return { verdict: 'undetermined', reason: 'unavailable', facts: { version, calendar: 'no end of standard support is known' } };
}
