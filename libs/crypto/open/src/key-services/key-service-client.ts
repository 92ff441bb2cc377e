import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import { KeyServiceUnavailable } from '../unwrapper.js';

export interface KeyServiceAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** Posts JSON to one origin that the operator named. */
export interface KeyServiceClient {
  /** @throws KeyServiceUnavailable when no whole answer comes in time; a redirect is an answer, never followed */
  post(path: string, headers: Readonly<Record<string, string>>, body: string): Promise<KeyServiceAnswer>;
}

export interface KeyServiceClientOptions {
  /** `https://host[:port]`; plain http on loopback only. */
  readonly origin: string;
  /** PEM of the service's own authority, trusted beside the public ones. */
  readonly authority?: string;
  /** Milliseconds for a whole answer. Default 10,000: a server that accepts and stays silent must not hold a job. */
  readonly timeoutMs?: number;
}

/** An unwrapped key and its JSON are small; more is not an answer to our question. */
const largestAnswer = 64 * 1024;

export function keyServiceClient({ origin, authority, timeoutMs = 10_000 }: KeyServiceClientOptions): KeyServiceClient {
  const sockets = { keepAlive: true, maxSockets: 32, maxFreeSockets: 8, scheduling: 'fifo' } as const;
  const secure = new URL(origin).protocol === 'https:';
  const agent = secure ? new HttpsAgent({ ...sockets, ...(authority === undefined ? {} : { ca: [...rootCertificates, authority] }) }) : new HttpAgent(sockets);
  return {
    async post(path, headers, body) {
      const options = {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        signal: AbortSignal.timeout(timeoutMs),
      };
      const url = new URL(path, origin);
      try {
        const incoming = await answerTo(secure ? httpsRequest(url, options) : httpRequest(url, options), body);
        return { status: incoming.statusCode ?? 0, body: await collect(incoming) };
      } catch {
        // Not the cause: its message may quote what was sent.
        throw new KeyServiceUnavailable('no answer');
      }
    },
  };
}

function answerTo(outgoing: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      // A stream without an encoding gives Buffers.
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > largestAnswer) throw new Error('too large');
      chunks.push(bytes);
    }
  } finally {
    if (!incoming.complete) incoming.destroy();
  }
  return Buffer.concat(chunks, size);
}

/** JSON of an answer; null where it is none, which a caller treats as no answer. */
export function jsonOf({ body }: KeyServiceAnswer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
