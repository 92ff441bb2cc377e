import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { awsHandler } from '../aws/aws-handler.js';
import { azureHandler } from '../azure/azure-handler.js';
import { parseEstate, type Estate, type EstateDeclaration } from '../estate/estate.js';
import { gcpHandler } from '../gcp/gcp-handler.js';
import type { CloudHandler, SimBehaviour, SimContext, SimRequest } from './cloud-handler.js';
import { makeLoopbackCertificate } from './loopback-certificate.js';
import { RequestLog, type SimCloud } from './request-log.js';

/** Where each family of APIs answers. AWS and GCP speak http, everything of Azure https under the made CA. */
export interface SimEndpoints {
  readonly aws: string;
  readonly azure: string;
  readonly azureAuthority: string;
  readonly azureGraph: string;
  readonly azureMetrics: string;
  readonly azurePrices: string;
  /** Storage accounts, each by its name as the first segment of the path. */
  readonly azureBlob: string;
  readonly gcp: string;
  readonly gcpToken: string;
}

export interface CloudSim {
  readonly endpoints: SimEndpoints;
  readonly caCertificatePem: string;
  readonly log: RequestLog;
  /** As parsed: what `label` takes. */
  readonly estate: Estate;
  /** May be changed while the simulator runs. */
  readonly behaviour: SimBehaviour;
  stop(): Promise<void>;
}

export interface CloudSimOptions {
  readonly estate: EstateDeclaration;
  readonly behaviour?: Partial<SimBehaviour>;
  /** Overrides the estate's own seed. */
  readonly seed?: number;
}

const LARGEST_BODY = 16 * 1024 * 1024;

/** Starts all three clouds on free loopback ports. Throws ZodError for a wrong estate. */
export async function startCloudSim(options: CloudSimOptions): Promise<CloudSim> {
  const declared = parseEstate(options.estate);
  const estate = options.seed === undefined ? declared : { ...declared, seed: options.seed };
  const behaviour: SimBehaviour = { latencyMs: 0, denied: new Set(), throttle: false, now: () => new Date(), ...options.behaviour };
  const log = new RequestLog();
  const context: SimContext = { estate, behaviour, log };
  const certificate = await makeLoopbackCertificate();
  const tls = { cert: certificate.certificatePem, key: certificate.privateKeyPem };

  const servers = {
    aws: createHttpServer(listener('aws', awsHandler, context)),
    azure: createHttpsServer(tls, listener('azure', azureHandler, context)),
    gcp: createHttpServer(listener('gcp', gcpHandler, context)),
  };
  const [aws, azure, gcp] = await Promise.all([listen(servers.aws, 'http'), listen(servers.azure, 'https'), listen(servers.gcp, 'http')]);

  return {
    endpoints: {
      aws,
      azure,
      azureAuthority: azure,
      azureGraph: azure,
      azureMetrics: azure,
      azurePrices: azure,
      azureBlob: azure,
      gcp,
      gcpToken: gcp,
    },
    caCertificatePem: certificate.caCertificatePem,
    log,
    estate,
    behaviour,
    stop: async () => {
      await Promise.all(Object.values(servers).map(close));
    },
  };
}

function listener(cloud: SimCloud, handler: CloudHandler, context: SimContext): RequestListener {
  return (incoming, outgoing) => {
    answer(cloud, handler, context, incoming, outgoing).catch((error: unknown) => {
      // A fault of the simulator itself must be seen by the test that met it, not look like the provider's answer.
      process.stderr.write(`cloud-sim ${cloud}: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}\n`);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    });
  };
}

async function answer(cloud: SimCloud, handler: CloudHandler, context: SimContext, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const scheme = cloud === 'azure' ? 'https' : 'http';
  const request: SimRequest = {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `${scheme}://${incoming.headers.host ?? '127.0.0.1'}`),
    headers: flatHeaders(incoming),
    body: await readBody(incoming),
  };
  context.log.begin(cloud, request, context.behaviour.now());
  const { latencyMs } = context.behaviour;
  if (latencyMs > 0) await delay(latencyMs);
  const response = await handler(request, context);
  // Logged before it is sent, so that a client that has its answer always finds it in the log.
  context.log.end(request, response.status);
  const body = typeof response.body === 'string' ? Buffer.from(response.body) : response.body;
  const length = response.status === 204 || response.status === 304 ? {} : { 'content-length': String(body.length) };
  outgoing.writeHead(response.status, { ...response.headers, ...length });
  outgoing.end(body);
}

function flatHeaders(incoming: IncomingMessage): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) throw new Error('request body over 16 MiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function listen(server: Server, scheme: 'http' | 'https'): Promise<string> {
  // Node hangs up on an idle connection after 5 s: on a busy machine that is within one answer, and the next request meets a reset.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator listens on TCP only');
  return `${scheme}://127.0.0.1:${String(address.port)}`;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
