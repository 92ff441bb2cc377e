import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address in front of servers that take turns, as the proxy before a cluster is: whoever is connected when the turn changes is cut off. */
export interface ConnectionSwitch {
  readonly port: number;
  to(port: number): void;
  stop(): Promise<void>;
}

export async function startConnectionSwitch(first: number): Promise<ConnectionSwitch> {
  let target = first;
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    const onward = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [incoming, onward],
      [onward, incoming],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    incoming.pipe(onward);
    onward.pipe(incoming);
  });
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Node says the address of a TCP listener as an object.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    to: (next) => {
      target = next;
      cut();
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
