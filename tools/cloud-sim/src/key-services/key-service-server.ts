import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SimRequest } from '../http/sim-request.js';
import type { SimResponse } from '../http/cloud-handler.js';

/** How a key service behaves: as it should, or in one of the ways in which it fails its callers. */
export type KeyServiceMood =
  | 'healthy'
  /** 503 before anything is looked at. */
  | 'unavailable'
  /** The service's own words for "you may not". */
  | 'denied'
  | 'throttled'
  /** 500 with the service's own words. */
  | 'faulty'
  /** Takes the request and never answers. */
  | 'silent'
  /** Closes the connection. */
  | 'cut'
  /** Points elsewhere; a client that follows hands its token over. */
  | 'redirecting'
  /** 200 with something that is no answer. */
  | 'babbling';

export interface KeyServiceServer {
  readonly origin: string;
  /** May be changed while it runs. */
  mood: KeyServiceMood;
  /** Requests so far by operation, refused ones included; `elsewhere` are those that followed a redirect. */
  readonly requests: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export interface KeyServiceDialect {
  operationOf(request: SimRequest): string;
  answer(request: SimRequest): SimResponse;
  /** What the real service says in that mood. */
  refusal(mood: 'unavailable' | 'denied' | 'throttled' | 'faulty'): SimResponse;
}

const largestBody = 64 * 1024;

/** Starts one key service on a free loopback port. */
export async function startKeyServiceServer(dialect: KeyServiceDialect): Promise<KeyServiceServer> {
  const requests = new Map<string, number>();
  const service: { mood: KeyServiceMood } = { mood: 'healthy' };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await received(incoming);
    const operation = request.url.pathname.startsWith('/elsewhere') ? 'elsewhere' : dialect.operationOf(request);
    requests.set(operation, (requests.get(operation) ?? 0) + 1);
    const { mood } = service;
    if (mood === 'silent') return;
    if (mood === 'cut') {
      incoming.socket.destroy();
      return;
    }
    const { status, headers = {}, body } = answerIn(mood, dialect, request);
    outgoing.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) }).end(body);
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a key service listens on TCP only');
  return Object.assign(service, {
    origin: `http://127.0.0.1:${String(address.port)}`,
    requests,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  });
}

function answerIn(mood: Exclude<KeyServiceMood, 'silent' | 'cut'>, dialect: KeyServiceDialect, request: SimRequest): SimResponse {
  switch (mood) {
    case 'healthy':
      return dialect.answer(request);
    case 'redirecting':
      return { status: 307, headers: { location: '/elsewhere' }, body: '' };
    case 'babbling':
      return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>proxy</html>' };
    case 'unavailable':
    case 'denied':
    case 'throttled':
    case 'faulty':
      return dialect.refusal(mood);
    default:
      return mood satisfies never;
  }
}

async function received(incoming: IncomingMessage): Promise<SimRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestBody) throw new Error('request body over 64 KiB');
    chunks.push(bytes);
  }
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? '127.0.0.1'}`),
    headers,
    body: Buffer.concat(chunks),
  };
}
