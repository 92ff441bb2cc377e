import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { makeLoopbackCertificate } from '@vitrine/cloud-sim';
import { silentObserver } from '../gate/call-observer.js';
import { createGate, type Gate } from '../gate/gate.js';
import { pins } from '../gate/fixtures/gate-reason.js';
import { manifest } from '../operations/manifest.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { createHttpSender, type HttpSender } from '../transports/http-sender.js';

/** One request as it arrived. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | Buffer | object;
}

/** Any cloud's host on this machine, behind the real gate and the real sender: TLS, since no official client gives its token to a plain one. */
export interface LoopbackCloud {
  readonly origin: string;
  readonly heard: readonly Heard[];
  readonly gate: Gate;
  readonly sender: HttpSender;
  /** Every provider's host is this one. */
  readonly endpoints: Endpoints;
  /** Says what is answered from now on, to the first request, the second and so on; the last one again and again. `hang-up` ends the connection. */
  answers(...answers: readonly (Answer | 'hang-up')[]): void;
  close(): Promise<void>;
}

export async function startLoopbackCloud(scheme: 'https' | 'http' = 'https'): Promise<LoopbackCloud> {
  const heard: Heard[] = [];
  let coming: (Answer | 'hang-up')[] = [{}];
  const listen = async (request: IncomingMessage): Promise<Answer | 'hang-up'> => {
    heard.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: await text(request) });
    return (coming.length > 1 ? coming.shift() : coming[0]) ?? {};
  };
  const { caCertificatePem, certificatePem, privateKeyPem } = await makeLoopbackCertificate();
  const server = scheme === 'http' ? createServer() : createSecureServer({ cert: certificatePem, key: privateKeyPem });
  server.on('request', (request, response) => {
    listen(request).then(
      (answer) => {
        if (answer === 'hang-up') return request.socket.destroy();
        const { status = 200, headers = {}, body = {} } = answer;
        return response.writeHead(status, headers).end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
      },
      () => request.socket.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this form.
  const origin = `${scheme}://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const endpoints: Endpoints = {
    aws: origin,
    gcp: origin,
    azureArm: origin,
    azureAuthority: origin,
    azureGraph: origin,
    azureMetrics: origin,
    azureRetail: origin,
  };
  const sender = createHttpSender({ extraCa: caCertificatePem, timeoutMs: 3_000 });
  return {
    origin,
    heard,
    gate: createGate({ endpoints, operations: manifest, pins, observer: silentObserver }),
    sender,
    endpoints,
    answers: (...answers) => {
      heard.length = 0;
      coming = [...answers];
    },
    close: async () => {
      sender.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
