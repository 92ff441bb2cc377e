import { once } from 'node:events';
import { createServer, request as httpRequest, type Agent, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { makeLoopbackCertificate } from '@vitrine/cloud-sim';
import { stampAdmitted, type AdmittedRequest } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import { createHttpSender, type HttpSender } from './http-sender.js';
import { outgoingAgents } from './outgoing-agents.js';

describe('tunnels through an egress proxy', () => {
  const open: { close(): unknown }[] = [];
  afterEach(() => {
    for (const each of open.splice(0)) {
      if ('closeAllConnections' in each && typeof each.closeAllConnections === 'function') each.closeAllConnections();
      each.close();
    }
  });
  /** A CONNECT proxy: `tunnel` opens what it is asked for, a number is its answer, `silence` is none. */
  async function proxyThat(
    does: 'tunnel' | 'silence' | number,
    host = '127.0.0.1',
  ): Promise<{ url: string; asked: string[]; sockets: Socket[]; server: Server }> {
    const asked: string[] = [];
    const sockets: Socket[] = [];
    const server = createServer();
    server.on('connection', (socket: Socket) => void sockets.push(socket.on('error', () => undefined)));
    server.on('connect', ({ url, headers }, client: Socket) => {
      asked.push(`${url ?? ''} ${headers.host ?? ''}`);
      if (does !== 'tunnel') {
        // Read on, else the other side's end would never be seen here.
        client.resume().on('end', () => client.destroy());
        if (does !== 'silence') client.end(`HTTP/1.1 ${String(does)} No\r\n\r\n`);
        return;
      }
      const { hostname, port } = new URL(`http://${url ?? ''}`);
      const upstream = connect(Number(port), hostname, () => client.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
      upstream.on('error', () => client.destroy());
      client.pipe(upstream).pipe(client);
    });
    open.push(server);
    server.listen(0, host);
    await once(server, 'listening');
    // A server that listens on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`, asked, sockets, server };
  }
  const request = (url: string): AdmittedRequest =>
    stampAdmitted({ method: 'GET', url, headers: {}, body: null }, operationById('compute.disks.aggregatedList'));
  const signal = (): AbortSignal => new AbortController().signal;
  function sender(egressProxy: string, extraCa?: string): HttpSender {
    const made = createHttpSender({ egressProxy, extraCa, timeoutMs: 3_000 });
    open.push(made);
    return made;
  }
  async function cloudOverTls(): Promise<{ url: string; ca: string; heard: (string | undefined)[] }> {
    const { caCertificatePem, certificatePem, privateKeyPem } = await makeLoopbackCertificate();
    const heard: (string | undefined)[] = [];
    const server = createSecureServer(
      { cert: certificatePem, key: privateKeyPem },
      (incoming, response) => (heard.push(incoming.headers.host), response.end('over TLS')),
    );
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, ca: caCertificatePem, heard };
  }

  const closed = (sockets: readonly Socket[]): Promise<unknown> =>
    Promise.all(sockets.map((socket) => (socket.destroyed ? socket : new Promise((resolve) => socket.once('close', resolve)))));

  it('carry TLS from end to end: the proxy learns host and port, and the cloud’s certificate is checked behind it', async () => {
    const cloud = await cloudOverTls();
    const proxy = await proxyThat('tunnel');
    const through = sender(proxy.url, cloud.ca);
    for (const _ of [1, 2]) expect((await through.send(request(cloud.url), signal())).body.toString()).toBe('over TLS');
    const { host } = new URL(cloud.url);
    expect(proxy.asked).toEqual([`${host} ${host}`]);
    // The proxy itself would be the attacker: it may lead to whom it likes, but nobody without the certificate is believed.
    await expect(sender(proxy.url).send(request(cloud.url), signal())).rejects.toMatchObject({ code: 'cloud-unreachable', retryable: true });
    expect(cloud.heard).toHaveLength(2);
  });

  it('are asked for by name and port, an address of IPv6 in its brackets, and 443 where a host names none', async () => {
    const proxy = await proxyThat(403);
    for (const [url, target] of [
      ['https://ec2.eu-central-1.amazonaws.com/', 'ec2.eu-central-1.amazonaws.com:443'],
      ['https://[::1]/', '[::1]:443'],
      ['http://[::1]:81/', '[::1]:81'],
      ['http://cloud.example/', 'cloud.example:80'],
    ] as const) {
      await expect(sender(proxy.url).send(request(url), signal())).rejects.toMatchObject({ code: 'egress-refused' });
      expect(proxy.asked.at(-1)).toBe(`${target} ${target}`);
    }
  });

  it('come from a proxy at an address of IPv6 too', async () => {
    const proxy = await proxyThat(502, '::1');
    await expect(sender(proxy.url).send(request('https://cloud.example/'), signal())).rejects.toMatchObject({ code: 'egress-refused' });
    expect(proxy.asked).toHaveLength(1);
  });

  it.each([
    [403, false],
    [407, true],
    [502, true],
    [204, true],
  ] as const)('that are refused with %i say so by that number, and leave no connection behind', async (status, retryable) => {
    const proxy = await proxyThat(status);
    for (const scheme of ['http', 'https']) {
      await expect(sender(proxy.url).send(request(`${scheme}://cloud.example/`), signal())).rejects.toMatchObject({
        code: 'egress-refused',
        status: 502,
        publicMessage: 'A cloud provider could not be read.',
        internal: `the egress proxy answered ${String(status)}`,
        retryable,
      });
    }
    await closed(proxy.sockets);
    expect(proxy.sockets).toHaveLength(2);
  });

  const failureThrough = (agent: Agent, scheme: 'http:' | 'https:'): Promise<Error> =>
    new Promise((resolve) => {
      const asking = httpRequest({ protocol: scheme, host: 'cloud.example', port: 443, agent });
      asking.once('error', resolve);
      asking.end();
    });

  it('that the proxy never opens are given up in time, and the connection with them', async () => {
    const proxy = await proxyThat('silence');
    for (const [kind, scheme] of [
      ['plain', 'http:'],
      ['secure', 'https:'],
    ] as const) {
      const agents = outgoingAgents({ proxy: proxy.url, timeoutMs: 50 });
      open.push({ close: () => (agents.plain.destroy(), agents.secure.destroy()) });
      expect((await failureThrough(agents[kind], scheme)).message).toBe('the egress proxy does not answer');
    }
    await closed(proxy.sockets);
    expect(proxy.sockets).toHaveLength(2);
  });

  it.each(['plain', 'secure'] as const)('still under way end when the %s agent is closed, as at the end of a job', async (kind) => {
    const proxy = await proxyThat('silence');
    const agents = outgoingAgents({ proxy: proxy.url, timeoutMs: 60_000 });
    const failed = failureThrough(agents[kind], kind === 'plain' ? 'http:' : 'https:');
    await once(proxy.server, 'connect');
    agents[kind].destroy();
    await failed;
    await closed(proxy.sockets);
    expect(proxy.sockets).toHaveLength(1);
  });

  it('that are open and idle end when the agents are closed', async () => {
    const cloud = await cloudOverTls();
    const proxy = await proxyThat('tunnel');
    const through = sender(proxy.url, cloud.ca);
    await through.send(request(cloud.url), signal());
    through.close();
    await closed(proxy.sockets);
  });
});
