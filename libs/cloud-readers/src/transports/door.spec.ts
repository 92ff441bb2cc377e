import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stampAdmitted } from '../gate/wire-request.js';
import { operationById } from '../operations/manifest.js';
import { lockDoor } from './door.js';
import { createHttpSender } from './http-sender.js';

describe('the locked door', () => {
  let server: Server;
  let origin: string;
  let unlock: () => void;
  let asked = 0;
  beforeEach(async () => {
    server = createServer((_request, response) => ((asked += 1), response.writeHead(200, { connection: 'close' }).end('{}')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address of this form.
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    unlock = lockDoor({ gcp: origin }, 'watched');
  });
  afterEach(() => {
    unlock();
    server.closeAllConnections();
    server.close();
  });

  it('opens for an admitted request of the sender and for nothing else in the process', async () => {
    const sender = createHttpSender({});
    const request = stampAdmitted({ method: 'GET', url: `${origin}/`, headers: {}, body: null }, operationById('compute.disks.aggregatedList'));
    await expect(sender.send(request, new AbortController().signal)).resolves.toMatchObject({ status: 200 });
    sender.close();
    await expect(fetch(origin)).rejects.toThrow();
    expect(asked).toBe(1);
    unlock();
    await expect((await fetch(origin)).text()).resolves.toBe('{}');
  });

  it.each([
    ['EC2.eu-central-1.AmazonAWS.com.', 'another writing of the name'],
    ['management.azure.com', 'Azure'],
    ['compute.googleapis.com', 'Google'],
    ['169.254.169.254', 'T21: the identity of the machine itself'],
    ['metadata.google.internal', 'the same, by name'],
  ])('refuses a socket to %s before a name is resolved (%s)', (host) => {
    expect(() => connect({ host, port: 443 })).toThrow('operation-not-declared');
    expect(() => connect(443, host)).toThrow('operation-not-declared');
  });
});
