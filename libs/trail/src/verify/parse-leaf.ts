import { isCanonicalText, trailEntrySchema, type TrailEntry } from '../trail-entry.js';

/**
 * An entry from its leaf's JSON; `null` where the text is no entry, or not as RFC 8785 writes it. A second spelling of the same entry (a member
 * twice, a space) would let two readers read two things out of one hash.
 */
export function parseLeaf(text: string): TrailEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = trailEntrySchema.safeParse(value);
  return parsed.success && isCanonicalText(text, parsed.data) ? parsed.data : null;
}
