import type { AuditEvent } from './audit.schemas.js';

/** One event in the text/event-stream format; a refusal has no id, since it is no event of the audit. */
export function eventText(event: AuditEvent | { readonly kind: 'refused'; readonly code: string }): string {
  const id = 'seq' in event ? `id: ${String(event.seq)}\n` : '';
  // JSON has no raw line breaks, so no value can begin a field of its own.
  return `${id}event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Ignored by clients; keeps proxies from closing a stream that has nothing to say. */
export function comment(text: string): string {
  return `: ${text}\n\n`;
}
