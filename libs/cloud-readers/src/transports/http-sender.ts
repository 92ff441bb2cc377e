import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { rootCertificates } from 'node:tls';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Readable } from 'node:stream';
import { VitrineError } from '@vitrine/contracts';
import { operationNotDeclared } from '../operations/manifest.js';
import { isAdmitted, type AdmittedRequest } from '../gate/wire-request.js';
import { outgoingAgents } from './outgoing-agents.js';
import { Places } from './places.js';

export interface WireResponse {
  readonly status: number;
  /** Names in lower case; repeated ones joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Sends admitted requests, and nothing else. The only code of Vitrine's readers that opens a socket. */
export interface HttpSender {
  /**
   * One request, one answer of at most 32 MiB after decompression. Redirects are answers, never followed.
   * @throws the signal's reason when `signal` aborts; VitrineError `cloud-unreachable`, `cloud-timeout`, `response-too-large`
   */
  send(request: AdmittedRequest, signal: AbortSignal): Promise<WireResponse>;
  close(): void;
}

export interface HttpSenderOptions {
  /** PEM of a further authority, by operator setting only. */
  readonly extraCa?: string | undefined;
  /** `http://host:port` of the CONNECT proxy that is the only way out, by operator setting only. */
  readonly egressProxy?: string | undefined;
  readonly timeoutMs?: number;
  readonly largestResponse?: number;
}

export function createHttpSender({ extraCa, egressProxy, timeoutMs = 30_000, largestResponse = 32 * 1024 * 1024 }: HttpSenderOptions): HttpSender {
  const authorities = extraCa === undefined ? undefined : [...rootCertificates, extraCa];
  const { plain, secure } = outgoingAgents({ proxy: egressProxy, authorities, timeoutMs });

  async function send(request: AdmittedRequest, signal: AbortSignal): Promise<WireResponse> {
    if (!isAdmitted(request)) throw operationNotDeclared('a request that the gate did not admit');
    signal.throwIfAborted();
    // SDKs and sockets wait for ever by default on a server that accepts and never answers.
    const both = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await exchange(request, both);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof VitrineError) throw error;
      throw both.aborted ? failure('cloud-timeout', error) : failure('cloud-unreachable', error);
    }
  }

  async function exchange(request: AdmittedRequest, signal: AbortSignal): Promise<WireResponse> {
    const url = new URL(request.url);
    const tls = url.protocol === 'https:';
    const options = { method: request.method, headers: withLength(request), agent: tls ? secure : plain, signal };
    const outgoing = tls ? httpsRequest(url, options) : httpRequest(url, options);
    const incoming = await respondTo(outgoing, request.body, signal);
    return { status: incoming.statusCode ?? 0, headers: flatten(incoming), body: await collect(incoming, largestResponse, signal) };
  }

  return {
    send,
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function withLength(request: AdmittedRequest): Record<string, string> {
  const { host: _host, connection: _connection, ...headers } = request.headers;
  return request.body === null ? headers : { ...headers, 'content-length': String(Buffer.byteLength(request.body)) };
}

function respondTo(outgoing: ClientRequest, body: string | null, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // A request that still waits for its tunnel does not end by its own signal. What is rejected is told apart by the signals' own reasons.
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body ?? undefined);
  });
}

/** From this size on an answer is large, bytes: a page of a list stays below, a batch of metrics may be ten times as much. */
const largeFrom = 2 * 1024 * 1024;

/** Of the process, whose memory they share: one large answer is taken off the network at a time, the others are held back by their sockets. */
const largeAnswers = new Places(1, 2_000);

/** What an answer may claim of memory before it has sent that much. */
const mostClaimed = 4 * 1024 * 1024;

/**
 * All of an answer in one piece of memory that grows as it comes. Kept as the pieces that the network brought, some hundred large answers left the
 * heap of the C library in holes: 190 MB of it were free and none could be given back.
 */
async function collect(incoming: IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  let body: Buffer | null = null;
  let size = 0;
  let leave: (() => void) | null = null;
  try {
    for await (const chunk of decoded(incoming)) {
      // Streams without an encoding give Buffers.
      const bytes = chunk as Buffer;
      const before = size;
      size += bytes.length;
      // Counted after decompression: a small gzip may hold gigabytes.
      if (size > limit) throw failure('response-too-large', null);
      if (size > largeFrom) leave ??= await largeAnswers.enter(signal);
      // Most answers are one piece, which is the answer as it is.
      if (body === null) body = bytes;
      else {
        if (size > body.length) body = grown(body, before, size, Number(incoming.headers['content-length'] ?? 0) || 0);
        bytes.copy(body, before);
      }
    }
  } finally {
    leave?.();
    if (!incoming.complete) incoming.destroy();
  }
  return body?.subarray(0, size) ?? Buffer.alloc(0);
}

/** Room for `needed` bytes and, so that it is seldom asked, for as much again or what the answer says it will be. */
function grown(body: Buffer, filled: number, needed: number, told: number): Buffer {
  // Pages of it that are never written take no memory.
  const larger = Buffer.allocUnsafeSlow(Math.max(2 * needed, Math.min(told, mostClaimed)));
  body.copy(larger, 0, 0, filled);
  return larger;
}

function decoded(incoming: IncomingMessage): Readable {
  // A piece of a file is as it is stored: cut anywhere, no piece of a gzip can be unpacked alone.
  if (incoming.statusCode === 206) return incoming;
  const encoding = incoming.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  switch (encoding) {
    case 'identity':
      return incoming;
    case 'gzip':
    case 'x-gzip':
      return through(incoming, createGunzip());
    case 'deflate':
      return through(incoming, createInflate());
    case 'br':
      return through(incoming, createBrotliDecompress());
    default:
      throw failure('response-unreadable', `content-encoding ${encoding.slice(0, 40)}`);
  }
}

function through(incoming: IncomingMessage, decoder: ReturnType<typeof createGunzip>): Readable {
  incoming.once('error', (error) => decoder.destroy(error));
  incoming.once('aborted', () => decoder.destroy(new Error('answer cut off')));
  return incoming.pipe(decoder);
}

function flatten(incoming: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

function failure(code: 'cloud-unreachable' | 'cloud-timeout' | 'response-too-large' | 'response-unreadable', cause: unknown): VitrineError {
  return new VitrineError({
    code,
    status: 502,
    publicMessage: 'A cloud provider could not be read.',
    internal: detailOf(cause),
    retryable: code === 'cloud-unreachable' || code === 'cloud-timeout',
  });
}

/** Our own words, or the code of an error: its message would name an address. */
function detailOf(cause: unknown): string {
  if (typeof cause === 'string') return cause;
  if (typeof cause !== 'object' || cause === null) return '';
  return String('code' in cause ? cause.code : 'name' in cause ? cause.name : '');
}
