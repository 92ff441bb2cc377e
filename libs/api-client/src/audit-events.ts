import { setTimeout as delay } from 'node:timers/promises';
import { auditEventKindSchema, VitrineError, type AuditEventKind, type AuditId } from '@vitrine/contracts';
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import type { ApiHttp } from './api-http.js';

export interface AuditEvent {
  /** Rising by one; the stream goes on after it. */
  readonly seq: number;
  readonly kind: AuditEventKind | 'unknown';
  /** Counts, ids and codes. */
  readonly ref: Readonly<Record<string, unknown>>;
}

const refSchema = z.record(z.string(), z.unknown());
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
    onEvent: ({ id, event, data }) => {
      const seq = Number(id);
      if (!Number.isSafeInteger(seq)) return;
      const kind = auditEventKindSchema.safeParse(event);
      events.push({ seq, kind: kind.success ? kind.data : 'unknown', ref: refOf(data) });
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* events.splice(0);
  }
}

function refOf(data: string): Readonly<Record<string, unknown>> {
  try {
    return refSchema.parse(JSON.parse(data));
  } catch {
    return {};
  }
}
