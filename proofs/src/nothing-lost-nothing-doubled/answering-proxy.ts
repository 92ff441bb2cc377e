import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Between } from './between.js';

/** What a provider might say in place of the simulator. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a call was signed: by whose key, for which region and service. Null for a call without a signature. */
export interface Signed {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  /** Of EC2's and STS' own protocol; empty where the body names none. */
  readonly action: string;
}

/** Stands before the simulator and answers some calls itself; the others go through untouched. */
export async function startAnsweringProxy(origin: string, answerTo: (signed: Signed | null) => Answer | null): Promise<Between> {
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const sent = await readAll(incoming);
    const answer = answerTo(signedOf(incoming.headers.authorization ?? '', sent));
    if (answer === null) {
      await forward(origin, incoming, sent, outgoing);
      return;
    }
    const body = answer.body ?? '';
    outgoing.writeHead(answer.status, { 'content-type': 'text/xml', 'content-length': String(Buffer.byteLength(body)), ...answer.headers }).end(body);
  };
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Node says the address of a TCP listener as an object.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function signedOf(authorization: string, body: Buffer): Signed | null {
  const [, accessKeyId, region, service] = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(authorization) ?? [];
  return accessKeyId === undefined || region === undefined || service === undefined
    ? null
    : { accessKeyId, region, service, action: /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1] ?? '' };
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
