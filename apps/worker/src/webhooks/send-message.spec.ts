import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSender, type SenderOptions } from './send-message.js';

const never = new AbortController().signal;

describe('a message on its way to a customer’s receiver', () => {
  let server: Server;
  let port = 0;
  const seen: { method: string; url: string; host: string; body: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method ?? '', url: request.url ?? '', host: request.headers.host ?? '', body });
        if (request.url === '/hang') return;
        if (request.url === '/redirect') response.writeHead(302, { location: '/taken' }).end();
        else if (request.url === '/busy') response.writeHead(429, { 'retry-after': '17' }).end();
        else if (request.url === '/endless') response.writeHead(200).write(Buffer.alloc(200_000));
        else response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address of this form.
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const send = async (url: string, options: Partial<SenderOptions> = {}) =>
    await createSender({ testHosts: new Set([`127.0.0.1:${String(port)}`]), timeoutMs: 2_000, ...options })(url, { 'webhook-id': 'x' }, '{"a":1}', never);
  const here = (path: string): string => `http://127.0.0.1:${String(port)}${path}`;

  it('is posted as it stands, and only its status comes back', async () => {
    expect(await send(here('/hook?a=b'))).toEqual({ outcome: 'answered', status: 204, retryAfterSeconds: null });
    expect(seen.at(-1)).toEqual({ method: 'POST', url: '/hook?a=b', host: `127.0.0.1:${String(port)}`, body: '{"a":1}' });
    expect(await send(here('/busy'))).toEqual({ outcome: 'answered', status: 429, retryAfterSeconds: 17 });
    expect(await send(here('/endless'))).toMatchObject({ outcome: 'answered', status: 200 });
  });

  it('follows no redirect: the place that it names is asked for nothing', async () => {
    const before = seen.length;
    expect(await send(here('/redirect'))).toMatchObject({ status: 302 });
    expect(seen.slice(before).map(({ url }) => url)).toEqual(['/redirect']);
  });

  it('waits no longer than its time for a receiver that accepts and never answers', async () => {
    expect(await send(here('/hang'), { timeoutMs: 100 })).toEqual({ outcome: 'unreachable', code: 'timeout' });
  });

  it.each([
    ['plain http', 'http://hooks.example.com/'],
    ['a port of another service', 'https://hooks.example.com:6379/'],
    ['user and password', 'https://user:secret@hooks.example.com/'],
    ['another scheme', 'gopher://hooks.example.com/'],
    ['no URL at all', 'hooks.example.com'],
  ])('refuses %s', async (_, url) => {
    expect(await send(url, { resolve: () => Promise.resolve(['93.184.216.34']) })).toEqual({ outcome: 'refused', code: 'url' });
  });

  it.each([
    ['the metadata service', ['169.254.169.254']],
    ['loopback', ['127.0.0.1']],
    ['IPv4-mapped loopback', ['::ffff:127.0.0.1']],
    ['a private neighbour', ['10.1.2.3']],
    ['a rebinding name: one public address, one private', ['93.184.216.34', '192.168.0.1']],
  ])('refuses a name that resolves to %s, and connects to nothing', async (_, addresses) => {
    const before = seen.length;
    expect(await send(`https://hooks.example.com/`, { resolve: () => Promise.resolve(addresses) })).toEqual({ outcome: 'refused', code: 'address' });
    expect(seen).toHaveLength(before);
  });

  it.each(['https://127.0.0.1/', 'https://2130706433/', 'https://[::1]/', 'https://[::ffff:169.254.169.254]/', 'https://0/', 'https://localhost/'])(
    'refuses %s, whatever way the address is spelt',
    async (url) => {
      expect(['refused', 'unreachable']).toContain((await send(url)).outcome);
    },
  );

  it('asks the resolver once: what it answers the second time (rebinding) is never used', async () => {
    let asked = 0;
    const resolve = () => Promise.resolve((asked += 1) === 1 ? ['203.0.113.1'] : ['127.0.0.1']);
    expect((await send('https://hooks.example.com/', { resolve })).outcome).toBe('refused');
    expect(asked).toBe(1);
  });

  it('lets the test exception hold for its own host and port alone', async () => {
    expect(await send(here('/x'), { testHosts: new Set() })).toEqual({ outcome: 'refused', code: 'url' });
    expect(await send(here('/x'), { testHosts: new Set(['127.0.0.1:1']) })).toEqual({ outcome: 'refused', code: 'url' });
  });

  it('goes by the egress proxy where there is one, which says no to hosts that the operator does not allow', async () => {
    const proxy = createServer((_request, response) => response.writeHead(405).end());
    const asked: string[] = [];
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port: proxyPort } = proxy.address() as AddressInfo; // As above.
    expect(await send('https://hooks.example.com/x', { proxy: `http://127.0.0.1:${String(proxyPort)}` })).toEqual({
      outcome: 'refused',
      code: 'egress-refused',
    });
    expect(asked).toEqual(['hooks.example.com:443']);
    proxy.close();
  });
});
