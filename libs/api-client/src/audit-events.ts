import { setTimeout as delay } from 'node:timers/promises';
import { auditEventKindSchema, VitrineError, type AuditEventKind, type AuditId } from '@vitrine/contracts';
import { createParser } from 'eventsource-parser';
import type { z } from 'zod';
import type { ApiHttp } from './api-http.js';
import { auditEventAnswer } from './api-schemas.js';

export interface AuditEvent {
  /** Rising by one; the stream goes on after it. */
  readonly seq: number;
  readonly kind: AuditEventKind | 'unknown';
  /** Counts, ids and codes. */
  readonly ref: Readonly<Record<string, unknown>>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * The events of an audit from its beginning to `ended`, each once and in order. A broken stream, also one whose API process
 * was killed, is taken up again after the last event seen.
 * @throws VitrineError what the API refuses (401, 404 …); the signal's reason when it aborts
 */
export async function* followAudit(http: ApiHttp, auditId: AuditId, signal: AbortSignal): AsyncGenerator<AuditEvent> {
  let last = 0;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    signal.throwIfAborted();
    try {
      for await (const event of readOnce(http, auditId, last, signal)) {
        if (event.seq <= last) continue;
        last = event.seq;
        pause = FIRST_PAUSE_MS;
        yield event;
        if (event.kind === 'ended') return;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof VitrineError && !error.retryable) throw error;
    }
    await delay(pause, undefined, { signal });
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

async function* readOnce(http: ApiHttp, auditId: AuditId, after: number, signal: AbortSignal): AsyncGenerator<AuditEvent> {
  const headers = { accept: 'text/event-stream', ...(after === 0 ? {} : { 'last-event-id': String(after) }) };
  const response = await http.send('GET', `/v1/audits/${auditId}/events`, { headers, signal });
  const events: AuditEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => {
      const event = eventOf(data);
      if (event === null) return;
      const kind = auditEventKindSchema.safeParse(event.kind);
      events.push({ seq: event.seq, kind: kind.success ? kind.data : 'unknown', ref: event.ref });
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* events.splice(0);
  }
}

/** null for a message that is no event of an audit: a newer API may send such. */
function eventOf(data: string): z.infer<typeof auditEventAnswer> | null {
  try {
    return auditEventAnswer.parse(JSON.parse(data));
  } catch {
    return null;
  }
}
