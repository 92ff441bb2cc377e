import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Between } from './between.js';

export interface ThrottlingProxy extends Between {
  calls(): number;
  throttled(): number;
}

const WINDOW_MS = 1_000;

/**
 * A provider that is closed half of the time: each account region answers 429 for one second with `Retry-After: 1`, then serves for one second.
 * Who honours it pays one call too many per window; who does not storms.
 */
export async function startThrottlingProxy(origin: string): Promise<ThrottlingProxy> {
  const counts = { calls: 0, throttled: 0 };
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    counts.calls += 1;
    const place = /Credential=[^/]+\/\d+\/([^/]+\/[^/]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? 'none';
    const now = performance.now();
    const phase = [...place].reduce((sum, letter) => sum + letter.charCodeAt(0) * 37, 0);
    if (place.endsWith('/ec2') && Math.floor((now + phase) / WINDOW_MS) % 2 === 0) {
      counts.throttled += 1;
      outgoing.writeHead(429, { 'retry-after': '1', 'content-type': 'text/xml', 'content-length': '0' }).end();
      return;
    }
    await forward(origin, incoming, body, outgoing);
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Node says the address of a TCP listener as an object.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    calls: () => counts.calls,
    throttled: () => counts.throttled,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function forward(origin: string, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const onward = httpRequest(new URL(incoming.url ?? '/', origin), { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('end', resolve);
      answer.once('error', reject);
    });
    onward.once('error', reject);
    onward.end(body);
  });
}
