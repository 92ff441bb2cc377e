import type { AnyReader, CallResult, CloudSession, Scope } from '@vitrine/cloud-readers';

/** What one page came to. */
export type PageReading =
  | { readonly outcome: 'read'; readonly items: readonly unknown[]; readonly rejected: number; readonly next: string | null }
  | Exclude<CallResult, { outcome: 'read' }>;

/** One page = one call. An item that the reader's schema does not know is counted, never dropped silently: its scope is not wholly read. */
export async function readPage(reader: AnyReader, session: CloudSession, where: { readonly scope: Scope; readonly pageToken: string | null }, signal: AbortSignal): Promise<PageReading> {
  const input = { scope: where.scope, pageToken: where.pageToken, pageSize: reader.pageSize };
  const result = await session.call(reader.request(input), signal);
  if (result.outcome !== 'read') return result;
  const [operation] = reader.operations;
  try {
    const page = reader.page(result.body, input);
    const parsed = page.items.map((item) => reader.item.safeParse(item));
    const items = parsed.flatMap((each) => (each.success ? [each.data] : []));
    return { outcome: 'read', items, rejected: parsed.length - items.length, next: page.next };
  } catch {
    // The answer's outer shape is none that this reader knows: a gap that must be told, not a crash.
    return { outcome: 'unavailable', operation, reason: 'shape-unknown', retryable: false };
  }
}
