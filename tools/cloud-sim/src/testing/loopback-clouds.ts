import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { azureHandler } from '../azure/azure-handler.js';
import { parseEstate, type Estate, type EstateDeclaration } from '../estate/estate.js';
import { gcpHandler } from '../gcp/gcp-handler.js';
import type { CloudHandler, SimBehaviour, SimContext, SimRequest } from '../http/cloud-handler.js';
import { isJsonObject, type JsonObject } from '../http/json-answer.js';
import { makeLoopbackCertificate } from '../http/loopback-certificate.js';
import { RequestLog, type SimCloud } from '../http/request-log.js';

/** Azure and GCP alone, for their specs. */
export interface LoopbackClouds {
  readonly azure: string;
  readonly gcp: string;
  readonly estate: Estate;
  readonly behaviour: SimBehaviour;
  readonly log: RequestLog;
  /** One plain request; a body is sent as JSON. */
  ask(method: string, url: string, headers: Readonly<Record<string, string>>, body?: unknown): Promise<{ status: number; headers: Headers; body: JsonObject }>;
  stop(): Promise<void>;
}

/** Starts both on free ports and makes this process trust their certificate until `stop`. */
export async function startLoopbackClouds(declaration: EstateDeclaration): Promise<LoopbackClouds> {
  const estate = parseEstate(declaration);
  const behaviour: SimBehaviour = { latencyMs: 0, denied: new Set(), throttle: false, now: () => new Date() };
  const log = new RequestLog();
  const context: SimContext = { estate, behaviour, log };
  const certificate = await makeLoopbackCertificate();
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, certificate.caCertificatePem]);
  const servers: Server[] = [
    createHttpsServer({ cert: certificate.certificatePem, key: certificate.privateKeyPem }, listener('azure', azureHandler, context)),
    createHttpServer(listener('gcp', gcpHandler, context)),
  ];
  const [azure = '', gcp = ''] = await Promise.all(servers.map(listen));
  return {
    azure: `https://${azure}`,
    gcp: `http://${gcp}`,
    estate,
    behaviour,
    log,
    ask: async (method, url, headers, body) => {
      const response = await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed: unknown = text === '' ? {} : JSON.parse(text);
      return { status: response.status, headers: response.headers, body: isJsonObject(parsed) ? parsed : {} };
    },
    stop: async () => {
      setDefaultCACertificates(trusted);
      await Promise.all(
        servers.map(async (server) => {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${String(address.port)}` : '';
}

function listener(cloud: SimCloud, handler: CloudHandler, context: SimContext): RequestListener {
  return (incoming, outgoing) => {
    void answer(cloud, handler, context, incoming).then(
      ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
      (error: unknown) => outgoing.writeHead(500).end(error instanceof Error ? error.stack : 'unknown fault'),
    );
  };
}

async function answer(cloud: SimCloud, handler: CloudHandler, context: SimContext, incoming: IncomingMessage): ReturnType<CloudHandler> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const request: SimRequest = {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `${cloud === 'azure' ? 'https' : 'http'}://${incoming.headers.host ?? ''}`),
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')])),
    body: Buffer.concat(chunks),
  };
  context.log.begin(cloud, request, context.behaviour.now());
  const response = await handler(request, context);
  context.log.end(request, response.status);
  return response;
}
