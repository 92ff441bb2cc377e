import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { judge, parseDestination, systemResolve, type DestinationRules, type Resolve } from './destination.js';
import { printable, type TunnelLog } from './tunnel-log.js';

export interface EgressOptions extends DestinationRules {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Milliseconds that tunnels have to end after `stop`. */
  readonly drainTimeoutMs: number;
  readonly log: TunnelLog;
  readonly resolve?: Resolve;
}

export interface EgressProxy {
  readonly port: number;
  /** Takes no new tunnel, lets open ones end, then closes them. Safe to call twice. */
  stop(): Promise<void>;
}

const connectTimeoutMs = 10_000;
const idleTimeoutMs = 120_000;
const mostTunnels = 2_000;
const statusText = { 200: 'Connection Established', 400: 'Bad Request', 403: 'Forbidden', 502: 'Bad Gateway', 503: 'Service Unavailable' } as const;

/** Opens tunnels to destinations that the rules allow; the bytes inside are TLS between worker and cloud, and are not looked at. */
export async function startEgressProxy(options: EgressOptions): Promise<EgressProxy> {
  const { rules, log, resolve } = { rules: options, log: options.log, resolve: options.resolve ?? systemResolve };
  const open = new Set<Duplex>();
  let draining = false;
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 10_000, maxHeaderSize: 4_096 }, (request, response) => {
    const ready = request.url === '/livez' || (request.url === '/readyz' && !draining);
    const known = request.url === '/livez' || request.url === '/readyz';
    // Anything but a tunnel would be a request that somebody else reads and sends on.
    response.writeHead(ready ? 200 : known ? 503 : 405, { 'content-type': 'text/plain', connection: 'close' }).end(ready ? 'ok\n' : 'no\n');
  });
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    tunnel(request.url ?? '', client, head).catch(() => client.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());

  async function tunnel(authority: string, client: Duplex, head: Buffer): Promise<void> {
    if (draining || open.size >= mostTunnels) return refuse(client, authority, 503, draining ? 'draining' : 'too-many');
    const destination = parseDestination(authority);
    if (destination === null) return refuse(client, authority, 400, 'authority');
    const judged = await judge(destination, rules, resolve);
    if (judged.verdict !== 'allowed') return refuse(client, authority, judged.verdict === 'refused' ? 403 : 502, judged.why);
    const started = performance.now();
    const upstream = await reach(judged.address, judged.port).catch(() => null);
    if (upstream === null || client.destroyed) {
      upstream?.destroy();
      return refuse(client, authority, 502, 'unreachable');
    }
    open.add(client);
    client.once('close', () => {
      open.delete(client);
      upstream.destroy();
      const { bytesWritten: bytesUp, bytesRead: bytesDown } = upstream;
      log({ event: 'tunnel', ...destination, bytesUp, bytesDown, milliseconds: Math.round(performance.now() - started) });
    });
    join(client, upstream, head);
  }

  function refuse(client: Duplex, authority: string, status: 400 | 403 | 502 | 503, why: string): void {
    log({ event: 'refused', host: printable(authority), why });
    client.end(`HTTP/1.1 ${String(status)} ${statusText[status]}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  }

  await listen(server, options);
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  log({ event: 'started', port });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    draining = true;
    log({ event: 'draining' });
    const closed = new Promise<void>((resolveClosed) => server.close(() => resolveClosed()));
    const impatience = setTimeout(() => {
      for (const client of open) client.destroy();
    }, options.drainTimeoutMs);
    await Promise.all([closed, ...[...open].map((client) => new Promise((ended) => client.once('close', ended)))]);
    clearTimeout(impatience);
    log({ event: 'stopped' });
  };
  return { port, stop: () => (stopped ??= stop()) };
}

function join(client: Duplex, upstream: Socket, head: Buffer): void {
  upstream.setTimeout(idleTimeoutMs, () => upstream.destroy());
  upstream.on('error', () => client.destroy());
  upstream.once('close', () => client.destroy());
  client.write(`HTTP/1.1 200 ${statusText[200]}\r\n\r\n`);
  if (head.length > 0) upstream.write(head);
  client.pipe(upstream).pipe(client);
}

/** By address, never by name. */
function reach(address: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, timeout: connectTimeoutMs, noDelay: true });
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    socket.once('error', reject);
  });
}

function listen(server: Server, { host, port }: EgressOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
}
