import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface HealthOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly registry: Registry;
  /** Whether this process can work now; must not throw. */
  ready(): Promise<boolean>;
}

/** The whole HTTP of a process that serves nobody: three answers, no input. Anything else is 404, any other method 405. */
export async function startHealthServer({ host, port, registry, ready }: HealthOptions): Promise<HealthServer> {
  const answer = async (path: string): Promise<[number, string, string]> => {
    switch (path) {
      case '/livez':
        return [200, 'text/plain', 'ok\n'];
      case '/readyz':
        return (await ready()) ? [200, 'text/plain', 'ready\n'] : [503, 'text/plain', 'not ready\n'];
      case '/metrics':
        return [200, registry.contentType, await registry.metrics()];
      default:
        return [404, 'text/plain', 'not found\n'];
    }
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET' }).end();
      return;
    }
    answer(request.url ?? '/').then(
      ([status, type, body]) => response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    // Node says the address of a TCP listener as an object; a pipe's text cannot occur here.
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
