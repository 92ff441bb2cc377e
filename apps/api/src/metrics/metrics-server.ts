import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiMetrics } from './api-metrics.js';

/** Prometheus text on a port of its own, which the operator keeps inside. @param port 0 takes a free one */
export async function startMetricsServer(metrics: ApiMetrics, host: string, port: number): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
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
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
