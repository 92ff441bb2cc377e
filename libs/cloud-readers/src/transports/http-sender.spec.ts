import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { operationById } from '../operations/manifest.js';
import { stampAdmitted, type AdmittedRequest } from '../gate/wire-request.js';
import { createHttpSender, type HttpSender, type HttpSenderOptions } from './http-sender.js';

describe('the sender', () => {
  const open: (Server | HttpSender)[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) {
      if ('closeAllConnections' in each) each.closeAllConnections();
      each.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address of this form.
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
  }
  function sender(options: HttpSenderOptions = {}): HttpSender {
    const made = createHttpSender(options);
    open.push(made);
    return made;
  }
  const request = (url: string): AdmittedRequest =>
    stampAdmitted({ method: 'GET', url, headers: { authorization: 'Bearer token' }, body: null }, operationById('compute.disks.aggregatedList'));
  const signal = new AbortController().signal;

  it('sends nothing that the gate did not admit, however alike it looks', async () => {
    let asked = 0;
    const url = await serve((_request, response) => ((asked += 1), response.end()));
    await expect(sender().send({ ...request(url) }, signal)).rejects.toMatchObject({ code: 'operation-not-declared' });
    expect(asked).toBe(0);
  });

  it('T19: follows no redirect, so the token never reaches another host', async () => {
    let stolen = 0;
    const elsewhere = await serve((_request, response) => ((stolen += 1), response.end('{}')));
    const url = await serve((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    expect(await sender().send(request(url), signal)).toMatchObject({ status: 302 });
    expect(stolen).toBe(0);
  });

  it('gives up on a server that accepts and never answers, and on one that never ends', async () => {
    const silent = await serve(() => undefined);
    await expect(sender({ timeoutMs: 100 }).send(request(silent), signal)).rejects.toMatchObject({ code: 'cloud-timeout', retryable: true });
    const endless = await serve((_request, response) => void response.writeHead(200).write('x'));
    await expect(sender({ timeoutMs: 100 }).send(request(endless), signal)).rejects.toMatchObject({ code: 'cloud-timeout' });
  });

  it('T38: stops reading at its limit, also where a small gzip holds a large answer', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(10_000);
    const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    await expect(sender({ largestResponse: 1024 * 1024 }).send(request(url), signal)).rejects.toMatchObject({ code: 'response-too-large', retryable: false });
    const plain = await serve((_request, response) => response.end(Buffer.alloc(2 * 1024 * 1024)));
    await expect(sender({ largestResponse: 1024 * 1024 }).send(request(plain), signal)).rejects.toMatchObject({ code: 'response-too-large' });
  });

  it('hands on every byte of an answer that comes in any number of pieces, whether or not it says how long it is', async () => {
    const whole = Buffer.from(Array.from({ length: 3_000_000 }, (_, at) => at % 251));
    for (const headers of [{}, { 'content-length': String(whole.length) }]) {
      const url = await serve((_request, response) => {
        response.writeHead(200, headers);
        for (let at = 0; at < whole.length; at += 77_777) response.write(whole.subarray(at, at + 77_777));
        response.end();
      });
      const { body } = await sender().send(request(url), signal);
      expect({ length: body.length, same: body.equals(whole) }).toEqual({ length: whole.length, same: true });
    }
    const url = await serve((_request, response) => response.writeHead(200).end());
    expect((await sender().send(request(url), signal)).body).toHaveLength(0);
  });

  it('takes large answers off the network one at a time, or eight of them would be in memory at once', async () => {
    const large = Buffer.alloc(2 * 1024 * 1024 + 1);
    // More than sockets hold, so that the first is known to be large at the client too.
    const first = Buffer.alloc(24 * 1024 * 1024);
    let firstIsLarge = (): void => undefined;
    const grown = new Promise<void>((resolve) => (firstIsLarge = resolve));
    let endFirst = (): void => undefined;
    const url = await serve((_request, response) => {
      endFirst = () => void response.end('end');
      response.write(first, () => firstIsLarge());
    });
    const other = await serve((_request, response) =>
      response.end(large, () => {
        // Turns of the event loop that client and servers share: enough for the second to be read to its end, were it let.
        const turn = (left: number): unknown => (left === 0 ? endFirst() : setImmediate(turn, left - 1));
        turn(500);
      }),
    );
    const ended: string[] = [];
    const one = sender()
      .send(request(url), signal)
      .then(() => ended.push('first'));
    await grown;
    await Promise.all([
      one,
      sender()
        .send(request(other), signal)
        .then(() => ended.push('second')),
    ]);
    expect(ended).toEqual(['first', 'second']);
  });

  it('reads gzip, and names an encoding that it does not know', async () => {
    const url = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')));
    expect((await sender().send(request(url), signal)).body.toString()).toBe('{"a":1}');
    const odd = await serve((_request, response) => response.writeHead(200, { 'content-encoding': 'rot13' }).end('x'));
    await expect(sender().send(request(odd), signal)).rejects.toMatchObject({ code: 'response-unreadable' });
  });

  it("ends at once when the job is cancelled, with the job's own reason", async () => {
    const cancel = new AbortController();
    const url = await serve(() => cancel.abort(new Error('audit cancelled')));
    await expect(sender().send(request(url), cancel.signal)).rejects.toThrow('audit cancelled');
  });

  it('names a lost connection without its address', async () => {
    const url = await serve((request_) => request_.socket.destroy());
    const failed = sender().send(request(url), signal);
    await expect(failed).rejects.toMatchObject({ code: 'cloud-unreachable', retryable: true });
    await failed.catch((error: unknown) => expect(String(error)).not.toContain('127.0.0.1'));
  });
});
