import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { corkedSocket } from './corked-socket.js';

describe('a socket of the database', () => {
  it('keeps what one turn writes together, and sends it before the next turn', async () => {
    const server = createServer((peer) => peer.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const socket = corkedSocket();
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('begin');
    socket.write('scope');
    socket.write('select');
    expect([socket.writableCorked, socket.writableLength]).toEqual([1, 'beginscopeselect'.length]);
    await new Promise((resolve) => process.nextTick(resolve));
    expect(socket.writableCorked).toBe(0);
    socket.destroy();
    server.close();
    await once(server, 'close');
  });
});
