import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stampAdmitted, type AdmittedRequest, type WireRequest } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import { startLoopbackCloud } from '../testing/loopback-cloud.js';
import { createHttpSender, type HttpSender, type HttpSenderOptions, type WireResponse } from './http-sender.js';

/** What goes out on the wire and what comes back, byte for byte, against real servers on this machine. */
describe('the sender on the wire', () => {
  const open: (Server | HttpSender)[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) {
      if ('closeAllConnections' in each) each.closeAllConnections();
      each.close();
    }
  });
  async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
    const server = createServer(listener);
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port has an address of this form.
    return { server, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/` };
  }
  function sender(options: HttpSenderOptions = {}): HttpSender {
    const made = createHttpSender({ timeoutMs: 2_000, ...options });
    open.push(made);
    return made;
  }
  const request = (url: string, more: Partial<WireRequest> = {}): AdmittedRequest =>
    stampAdmitted({ method: 'GET', url, headers: {}, body: null, ...more }, operationById('compute.disks.aggregatedList'));
  const signal = (): AbortSignal => new AbortController().signal;
  const answered = async (encoding: string, body: Buffer, options: HttpSenderOptions = {}): Promise<WireResponse> =>
    sender(options).send(request((await serve((_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))).url), signal());

  it('gives the length of a body in bytes, and names host and connection itself, whatever a reader wrote there', async () => {
    const heard: { method: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
    const { url } = await serve((incoming, response) => {
      incoming.setEncoding('utf8');
      let body = '';
      incoming.on('data', (chunk: string) => (body += chunk));
      incoming.on('end', () => {
        heard.push({ method: incoming.method, headers: incoming.headers, body });
        response.end();
      });
    });
    const headers = { host: 'evil.example', connection: 'upgrade', accept: 'x' };
    await sender().send(request(url, { method: 'POST', headers, body: 'é' }), signal());
    await sender().send(request(url, { headers }), signal());
    expect(heard.map(({ method, body }) => [method, body])).toEqual([
      ['POST', 'é'],
      ['GET', ''],
    ]);
    expect(heard.map((each) => [each.headers['content-length'], each.headers.host, each.headers.accept])).toEqual([
      ['2', new URL(url).host, 'x'],
      [undefined, new URL(url).host, 'x'],
    ]);
    for (const each of heard) expect(each.headers.connection).toBe('keep-alive');
  });

  it.each([
    ['identity', (text: string) => Buffer.from(text)],
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    [' GZip ', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('reads %j', async (encoding, packed) => {
    expect((await answered(encoding, packed('{"a":"é"}'))).body.toString()).toBe('{"a":"é"}');
  });

  it('names an encoding that it does not know, shortened, since it is the other side’s text', async () => {
    await expect(answered('x'.repeat(200), Buffer.from('a'))).rejects.toMatchObject({
      code: 'response-unreadable',
      internal: `content-encoding ${'x'.repeat(40)}`,
      retryable: false,
    });
  });

  it('tells an answer that is not what it says it is packed as, and one that is cut off, from a whole one', async () => {
    await expect(answered('gzip', Buffer.from('no gzip'))).rejects.toMatchObject({ code: 'cloud-unreachable', internal: 'Z_DATA_ERROR', retryable: true });
    for (const encoding of ['gzip', 'identity']) {
      const { url } = await serve((_request, response) => {
        const body = encoding === 'gzip' ? gzipSync(Buffer.alloc(100_000, 'ab')) : Buffer.alloc(1000);
        response.writeHead(200, { 'content-encoding': encoding, 'content-length': String(body.length) });
        response.write(body.subarray(0, 20), () => response.socket?.destroy());
      });
      await expect(sender().send(request(url), signal())).rejects.toMatchObject({ code: 'cloud-unreachable', retryable: true });
    }
  });

  it('joins the pieces of an answer, up to its limit and not a byte further', async () => {
    const pieces = ['one ', 'two ', 'three'];
    const { url } = await serve((_request, response) => {
      const next = (index: number): void =>
        void response.write(pieces[index] ?? '', () => (index + 1 < pieces.length ? setImmediate(next, index + 1) : response.end()));
      next(0);
    });
    expect((await sender({ largestResponse: 13 }).send(request(url), signal())).body.toString()).toBe('one two three');
    await expect(sender({ largestResponse: 12 }).send(request(url), signal())).rejects.toMatchObject({
      code: 'response-too-large',
      status: 502,
      publicMessage: 'A cloud provider could not be read.',
      internal: '',
    });
    expect((await sender().send(request((await serve((_request, response) => response.end())).url), signal())).body).toEqual(Buffer.alloc(0));
  });

  it('hangs up on an answer over its limit, so that nobody can make it go on listening', async () => {
    const { url, server } = await serve((_request, response) => {
      const more = (): void => void (response.write(Buffer.alloc(64 * 1024)) ? setImmediate(more) : response.once('drain', more));
      more();
    });
    const hungUp = new Promise((resolve) => server.once('connection', (socket: Socket) => socket.once('close', resolve)));
    await expect(sender({ largestResponse: 100_000 }).send(request(url), signal())).rejects.toMatchObject({ code: 'response-too-large' });
    await hungUp;
  });

  it('gives headers in lower case, repeated ones joined', async () => {
    const { url } = await serve((_request, response) => response.setHeader('X-One', 'a').setHeader('Set-Cookie', ['a=1', 'b=2']).end());
    expect((await sender().send(request(url), signal())).headers).toMatchObject({ 'x-one': 'a', 'set-cookie': 'a=1, b=2' });
  });

  it('asks the next thing on the same connection, and ends it when it is closed', async () => {
    const { url, server } = await serve((_request, response) => response.end());
    const sockets: Socket[] = [];
    server.on('connection', (socket: Socket) => void sockets.push(socket));
    const own = sender();
    for (const _ of [1, 2, 3]) await own.send(request(url), signal());
    expect(sockets).toHaveLength(1);
    const ended = once(sockets[0]!, 'close');
    own.close();
    await ended;
  });

  it('trusts an operator’s further authority beside the public ones, and no certificate without one', async () => {
    const cloud = await startLoopbackCloud();
    cloud.answers({ body: 'over TLS' });
    expect((await cloud.sender.send(request(`${cloud.origin}/`), signal())).body.toString()).toBe('over TLS');
    await expect(sender().send(request(`${cloud.origin}/`), signal())).rejects.toMatchObject({
      code: 'cloud-unreachable',
      internal: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    expect(cloud.heard).toHaveLength(1);
    cloud.sender.close();
    await cloud.close();
  });

  it('sends nothing for a job that has ended, nor what was not admitted', async () => {
    let asked = 0;
    const { url } = await serve((_request, response) => ((asked += 1), response.end()));
    await expect(sender().send(request(url), AbortSignal.abort(new Error('revoked')))).rejects.toThrow('revoked');
    await expect(sender().send({ ...request(url) }, signal())).rejects.toMatchObject({
      internal: expect.stringContaining('a request that the gate did not admit'),
    });
    expect(asked).toBe(0);
  });

  it('says of a server that is not there which error it was, and no more', async () => {
    const { url, server } = await serve(() => undefined);
    server.close();
    await once(server, 'close');
    await expect(sender().send(request(url), signal())).rejects.toMatchObject({ code: 'cloud-unreachable', status: 502, internal: 'ECONNREFUSED' });
  });
});
