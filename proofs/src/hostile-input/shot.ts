import { request, type Agent, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { z } from 'zod';

/** One request of an attack, as any HTTP client may send it. */
export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is instead, without a media type of ours. */
  readonly raw?: string | Buffer;
}

export interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body where it says that it is JSON, else undefined. */
  readonly json: unknown;
  /** The problem's code, or empty. */
  readonly code: string;
}

/** Sends over a kept connection; one that the server closed meanwhile is tried once more on a new one, as every HTTP client does. */
export async function sendShot(port: number, agent: Agent, shot: Shot): Promise<Seen> {
  try {
    return await once(port, agent, shot);
  } catch (error) {
    if (error instanceof ReusedSocketError) return await once(port, false, shot);
    throw error;
  }
}

class ReusedSocketError extends Error {}

async function once(port: number, agent: Agent | false, { method, path, token, headers, body, raw }: Shot): Promise<Seen> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  return await new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      agent,
      method,
      path,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    let answered = false;
    sent.once('response', (response) => {
      answered = true;
      const chunks: Buffer[] = [];
      const seen = (): Seen => read(response.statusCode ?? 0, response.headers, Buffer.concat(chunks).toString());
      // A stream of events has no end of its own; that it began is what is asked.
      if (/^text\/event-stream/.test(response.headers['content-type'] ?? '')) {
        response.destroy();
        resolve(seen());
        return;
      }
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => resolve(seen()));
      response.once('error', reject);
    });
    sent.on('error', (error) => {
      // After a refusal that closes the connection the rest of our body finds no reader: the answer stands.
      if (!answered) reject(sent.reusedSocket ? new ReusedSocketError(error.message) : error);
    });
    sent.end(content);
  });
}

const codeSchema = z.object({ code: z.string() });

function read(status: number, headers: IncomingHttpHeaders, text: string): Seen {
  let json: unknown;
  if (/[/+]json/.test(headers['content-type'] ?? '') && text !== '') {
    try {
      json = JSON.parse(text);
    } catch {
      // Left undefined: whoever asks for a body of JSON sees that there is none.
    }
  }
  const parsed = codeSchema.safeParse(json);
  return { status, headers, text, json, code: status >= 400 && parsed.success ? parsed.data.code : '' };
}

/** Sends bytes that no HTTP client would, and returns what came back until the server closed, or `within` milliseconds had passed. */
export async function sendBytes(port: number, bytes: string | Buffer, within = 10_000): Promise<{ readonly text: string; readonly closed: boolean }> {
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const settle = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ text: Buffer.concat(chunks).toString(), closed });
    };
    const timer = setTimeout(() => settle(false), within);
    socket.on('data', (chunk) => chunks.push(chunk));
    // A reset is a close too; what came before it counts.
    socket.once('error', () => settle(true));
    socket.once('close', () => settle(true));
  });
}

/** `400 malformed-request` of a raw answer. */
export function outcomeOfBytes(text: string): string {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 'no answer';
  return `${status} ${/"code":"([a-z-]+)"/.exec(text)?.[1] ?? ''}`.trim();
}
