/** One event as it came over the wire. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

export interface EventStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next event; `ended` when the server closed the stream, `broken` when the connection was lost. */
  next(): Promise<ReceivedEvent | 'ended' | 'broken'>;
  /** Events up to and including the first of this kind, or the stream's end. */
  until(kind: string): Promise<ReceivedEvent[]>;
  close(): void;
}

/** Reads text/event-stream as a client of ours would: fetch, since a browser's EventSource cannot send a bearer token. */
export async function openEvents(
  url: string,
  { token, lastEventId, headers = {} }: { token: string; lastEventId?: string | undefined; headers?: Readonly<Record<string, string>> },
): Promise<EventStream> {
  const controller = new AbortController();
  const response = await fetch(url, {
    signal: controller.signal,
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      connection: 'close',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      ...headers,
    },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<ReceivedEvent | 'ended' | 'broken'> => {
    for (;;) {
      const at = text.indexOf('\n\n');
      if (at >= 0) {
        const block = text.slice(0, at);
        text = text.slice(at + 2);
        const event = parseBlock(block);
        if (event !== undefined) return event;
        continue;
      }
      try {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return 'ended';
        text += chunk.value;
      } catch {
        return 'broken';
      }
    }
  };
  const until = async (kind: string): Promise<ReceivedEvent[]> => {
    const seen: ReceivedEvent[] = [];
    for (;;) {
      const event = await next();
      if (typeof event === 'string') return seen;
      seen.push(event);
      if (event.event === kind) return seen;
    }
  };
  return { status: response.status, headers: response.headers, next, until, close: () => controller.abort() };
}

function parseBlock(block: string): ReceivedEvent | undefined {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
  const [event, data] = [fields.get('event'), fields.get('data')];
  if (event === undefined || data === undefined) return undefined;
  return { id: fields.get('id'), event, data: JSON.parse(data) as Record<string, unknown> }; // Specs assert the shape.
}
