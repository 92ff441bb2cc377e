import type { FleetApi } from './fleet.js';

export interface StreamedEvent {
  readonly id: number;
  readonly kind: string;
}

/**
 * Events of an audit as one connection tells them: ends when the server ends the stream or the connection is lost, and says which.
 * @param after the last event seen elsewhere, sent as Last-Event-ID
 */
export async function* auditStream(api: FleetApi, auditId: string, token: string, after?: number): AsyncGenerator<StreamedEvent, 'ended' | 'broken'> {
  const response = await fetch(`${api.url}/v1/audits/${auditId}/events`, {
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      connection: 'close',
      ...(after === undefined ? {} : { 'last-event-id': String(after) }),
    },
  });
  if (response.status !== 200) throw new Error(`the stream answered ${String(response.status)}`);
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [id, kind] = [/^id: (\d+)$/m, /^event: (\S+)$/m].map((field) => field.exec(text.slice(0, end))?.[1]);
        text = text.slice(end + 2);
        if (id !== undefined && kind !== undefined) yield { id: Number(id), kind };
      }
    }
    return 'ended';
  } catch {
    return 'broken';
  }
}
