import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeLoopbackCertificate } from '@vitrine/cloud-sim';
import { KeyServiceUnavailable } from '../unwrapper.js';
import { keyServiceClient, type KeyServiceAnswer } from './key-service-client.js';

describe('one question to the operator’s key service', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const serve = async (listener: RequestListener): Promise<string> => {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${String(portOf(server))}`;
  };
  const portOf = (listening: Server): number => (listening.address() as AddressInfo).port; // a listening TCP server has one
  const ask = async (origin: string): Promise<KeyServiceAnswer> => await keyServiceClient({ origin }).post('/v1/x', { 'x-vault-token': 's.t' }, '{"a":"ü"}');
  const failure = async (asked: Promise<unknown>): Promise<unknown> =>
    await asked.then(
      () => 'answered',
      (error: unknown) => error,
    );

  it('is a POST of the body, whole, with the headers that the caller chose', async () => {
    const seen: unknown[] = [];
    const origin = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push([request.method, request.url, request.headers['x-vault-token'], request.headers['content-length'], Buffer.concat(chunks).toString()]);
        response.writeHead(403).end('no');
      });
    });
    expect(await ask(origin)).toEqual({ status: 403, body: Buffer.from('no') });
    expect(seen).toEqual([['POST', '/v1/x', 's.t', '10', '{"a":"ü"}']]);
  });

  it('is asked over the connection that there is, since a handshake for every credential would be felt', async () => {
    let connections = 0;
    const origin = await serve((_, response) => response.end('{}'));
    server.on('connection', () => (connections += 1));
    const client = keyServiceClient({ origin });
    for (let call = 0; call < 3; call += 1) await client.post('/', {}, '');
    expect(connections).toBe(1);
  });

  it('takes an answer of 64 KiB and none that is larger, whose sender is hung up on: it must not fill the memory', async () => {
    const origin = await serve((request, response) => {
      response.end(Buffer.alloc(request.url === '/large' ? 65_537 : 65_536));
    });
    const client = keyServiceClient({ origin });
    expect((await client.post('/', {}, '')).body).toHaveLength(65_536);
    expect(await failure(client.post('/large', {}, ''))).toBeInstanceOf(KeyServiceUnavailable);
  });

  it('hangs up on an answer that has no end', async () => {
    let hungUp: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (hungUp = resolve));
    const origin = await serve((_, response) => {
      const pour = (): void => {
        while (!response.closed && response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', pour).on('close', hungUp);
      pour();
    });
    expect(await failure(ask(origin))).toBeInstanceOf(KeyServiceUnavailable);
    await closed;
  });

  it('trusts an authority of the operator’s where it was named, and nobody who claims to be', async () => {
    const { caCertificatePem, certificatePem, privateKeyPem } = await makeLoopbackCertificate();
    server = createTlsServer({ cert: certificatePem, key: privateKeyPem }, (_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `https://127.0.0.1:${String(portOf(server))}`;
    expect((await keyServiceClient({ origin, authority: caCertificatePem }).post('/', {}, '')).status).toBe(200);
    expect(await failure(ask(origin))).toBeInstanceOf(KeyServiceUnavailable);
  });

  it('says of any failure that there was no answer, and nothing of what was sent, asked or heard', async () => {
    const cut = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
      request.socket.destroySoon();
    });
    const error = await failure(ask(cut));
    expect(error).toBeInstanceOf(KeyServiceUnavailable);
    expect(error).toMatchObject({ message: 'no answer' });
    expect(error).not.toHaveProperty('cause');
  });
});
