import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stampAdmitted, type AdmittedRequest } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import { createHttpSender, type HttpSender } from './http-sender.js';

describe('the sender behind an egress proxy', () => {
  const open: (Server | HttpSender)[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) {
      if ('closeAllConnections' in each) each.closeAllConnections();
      each.close();
    }
  });
  async function serve(listener: RequestListener): Promise<{ server: Server; host: string }> {
    const server = createServer(listener);
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on a port has an address of this form.
    return { server, host: `127.0.0.1:${String((server.address() as AddressInfo).port)}` };
  }
  function sender(proxy: string, timeoutMs = 5_000): HttpSender {
    const made = createHttpSender({ egressProxy: `http://${proxy}`, timeoutMs });
    open.push(made);
    return made;
  }
  const request = (host: string): AdmittedRequest =>
    stampAdmitted({ method: 'GET', url: `http://${host}/`, headers: {}, body: null }, operationById('compute.disks.aggregatedList'));
  const signal = new AbortController().signal;

  it('asks for a tunnel to the very host of the request, and speaks to the cloud through it', async () => {
    const cloud = await serve((_request, response) => response.end('from the cloud'));
    const asked: string[] = [];
    const proxy = await serve((_request, response) => response.writeHead(405).end());
    proxy.server.on('connect', ({ url }, client) => {
      asked.push(url ?? '');
      const [host = '', port = ''] = (url ?? '').split(':');
      const upstream = connect(Number(port), host, () => client.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
      client.on('error', () => undefined);
      upstream.on('error', () => undefined);
      client.pipe(upstream).pipe(client);
    });
    const through = sender(proxy.host);
    for (const _ of [1, 2]) expect((await through.send(request(cloud.host), signal)).body.toString()).toBe('from the cloud');
    // The second went through the tunnel of the first.
    expect(asked).toEqual([cloud.host]);
  });

  it('tells a refusal, which stays, from a proxy in trouble, which passes', async () => {
    for (const [status, retryable] of [
      [403, false],
      [502, true],
    ] as const) {
      const proxy = await serve((_request, response) => response.end());
      proxy.server.on('connect', (_request, client) => client.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`));
      await expect(sender(proxy.host).send(request('127.0.0.1:9'), signal)).rejects.toMatchObject({ code: 'egress-refused', retryable });
    }
  });

  it('gives up on a proxy that accepts and never answers, and at once when the job is cancelled', async () => {
    const proxy = await serve((_request, response) => response.end());
    let cancel: () => void = () => undefined;
    proxy.server.on('connect', (_request, client) => {
      client.on('error', () => undefined);
      cancel();
    });
    await expect(sender(proxy.host, 100).send(request('127.0.0.1:9'), signal)).rejects.toMatchObject({ code: 'cloud-timeout', retryable: true });
    const job = new AbortController();
    cancel = () => job.abort(new Error('audit cancelled'));
    await expect(sender(proxy.host).send(request('127.0.0.1:9'), job.signal)).rejects.toThrow('audit cancelled');
  });

  it('never goes round a proxy that is gone', async () => {
    let asked = 0;
    const cloud = await serve((_request, response) => ((asked += 1), response.end()));
    await expect(sender('127.0.0.1:9').send(request(cloud.host), signal)).rejects.toMatchObject({ code: 'cloud-unreachable', retryable: true });
    expect(asked).toBe(0);
  });
});
