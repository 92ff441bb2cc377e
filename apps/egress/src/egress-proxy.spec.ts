import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allowedHosts } from './allowed-hosts.generated.js';
import { parseDestination } from './destination.js';
import { startEgressProxy, type EgressProxy } from './egress-proxy.js';
import { isPublicAddress } from '@vitrine/public-address';
import type { TunnelLine } from './tunnel-log.js';

const portOf = (server: Server): number => (server.address() as AddressInfo).port; // a server that listens on a port has this form

describe('the egress proxy', () => {
  let cloud: Server;
  let proxy: EgressProxy;
  const lines: TunnelLine[] = [];
  const names: Record<string, readonly string[]> = {};
  beforeEach(async () => {
    lines.length = 0;
    cloud = createServer((socket) => socket.pipe(socket));
    cloud.listen(0, '127.0.0.1');
    await once(cloud, 'listening');
    const resolve = (host: string): Promise<readonly string[]> => Promise.resolve(names[host] ?? ['127.0.0.1']);
    const testExceptions = new Set([`simulated.example:${String(portOf(cloud))}`]);
    const log = (line: TunnelLine): void => void lines.push(line);
    proxy = await startEgressProxy({ host: '127.0.0.1', port: 0, drainTimeoutMs: 5_000, hosts: allowedHosts, testExceptions, log, resolve });
  });
  afterEach(async () => {
    await proxy.stop();
    cloud.close();
  });

  async function ask(request: string): Promise<{ readonly socket: Socket; readonly answer: string }> {
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(request);
    const [first] = (await once(socket, 'data')) as [Buffer]; // the stream has no encoding
    return { socket, answer: first.toString('latin1') };
  }
  const tunnel = (authority: string): ReturnType<typeof ask> => ask(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`);

  it('carries bytes both ways to an allowed host, and logs the host and how many, nothing else', async () => {
    const { socket, answer } = await tunnel(`simulated.example:${String(portOf(cloud))}`);
    expect(answer).toBe('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.write('Bearer secret');
    expect(String((await once(socket, 'data'))[0])).toBe('Bearer secret');
    socket.destroy();
    await proxy.stop();
    expect(lines.find(({ event }) => event === 'tunnel')).toMatchObject({ host: 'simulated.example', bytesUp: 13, bytesDown: 13 });
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it.each([
    ['evil.example:443', 403, 'host'],
    ['ec2.eu-west-1.amazonaws.com.evil.example:443', 403, 'host'],
    ['kms.eu-west-1.amazonaws.com:443', 403, 'host'],
    ['ec2.eu-west-1.amazonaws.com:80', 403, 'port'],
    ['ec2.eu-west-1.amazonaws.com:443', 403, 'address'],
    ['127.0.0.1:443', 403, 'host'],
    ['[::1]:443', 400, 'authority'],
    ['user@ec2.eu-west-1.amazonaws.com:443', 400, 'authority'],
  ])('refuses %s with %i and says why in its log', async (authority, status, why) => {
    const { socket, answer } = await tunnel(authority);
    socket.destroy();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${String(status)} `));
    expect(lines.find(({ event }) => event === 'refused')).toMatchObject({ why });
  });

  it('uses none of a name’s addresses where one of them is private: a rebinding name has both', async () => {
    names['compute.googleapis.com'] = ['142.250.0.1', '10.0.0.1'];
    const { socket, answer } = await tunnel('compute.googleapis.com:443');
    socket.destroy();
    expect(answer).toContain('403');
  });

  it('is no other kind of proxy: a request to be read and passed on is 405', async () => {
    const { socket, answer } = await ask('GET http://169.254.169.254/latest/meta-data/ HTTP/1.1\r\nhost: 169.254.169.254\r\n\r\n');
    socket.destroy();
    expect(answer).toContain('405');
  });

  it('drains: says it is not ready, lets an open tunnel end, takes no new one', async () => {
    const { socket } = await tunnel(`simulated.example:${String(portOf(cloud))}`);
    const stopped = proxy.stop();
    socket.write('still here');
    expect(String((await once(socket, 'data'))[0])).toBe('still here');
    await expect(tunnel('ec2.eu-west-1.amazonaws.com:443')).rejects.toThrow();
    socket.end();
    await stopped;
    expect(lines.at(-1)).toEqual({ event: 'stopped' });
  });
});

describe('what counts as public', () => {
  it.each(['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1', '224.0.0.1', '255.255.255.255'])(
    '%s does not',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );
  it.each([
    '::',
    '::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2002:a9fe:a9fe::',
    '2001::1',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    'not-an-address',
  ])('%s does not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(['52.95.110.1', '20.190.128.1', '142.250.0.1', '2600:1f00::1', '2a00:1450:4001::1'])('%s does', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it('takes an authority in its one plain spelling only', () => {
    expect(parseDestination('management.azure.com:443')).toEqual({ host: 'management.azure.com', port: 443 });
    for (const odd of [
      'Management.azure.com:443',
      'management.azure.com.:443',
      'management.azure.com',
      'a..b:443',
      'a:0443',
      'a:65536',
      'a b:443',
      '%61:443',
      '',
    ])
      expect([odd, parseDestination(odd)]).toEqual([odd, null]);
  });
});
