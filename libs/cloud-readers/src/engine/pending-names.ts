import { z } from 'zod';

/**
 * A page token of our own for services that list names and describe them one at a time: the names of a page that are still
 * to ask, and where the list goes on after them.
 */
const tokenSchema = z.strictObject({ pending: z.array(z.string().min(1)), marker: z.string().nullable() });
export type PendingNames = z.infer<typeof tokenSchema>;

/** The walk's state; the first page has nothing pending and no marker. @throws z.ZodError for a token that is not ours */
export function pendingNames(pageToken: string | null): PendingNames {
  return pageToken === null ? { pending: [], marker: null } : tokenSchema.parse(JSON.parse(pageToken));
}

/** Null once nothing is pending and the list has no further page. */
export function pendingToken(state: PendingNames): string | null {
  return state.pending.length === 0 && state.marker === null ? null : JSON.stringify(state);
}
