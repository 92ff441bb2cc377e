import { Socket } from 'node:net';

/**
 * Sends what one turn of the program writes in one system call. Pipelined statements (begin, scope, first query) are written one by one,
 * and a call each was a fifth of what a short transaction cost its process.
 */
export function corkedSocket(): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket) as (...args: unknown[]) => Socket; // its overloads take the same values in other orders
  let corked = false;
  // Not a subclass: `connect` puts the prototype's own `write` back, so ours can only come after it.
  socket.connect = (...args: unknown[]): Socket => {
    connect(...args);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean; // as above
    socket.write = (...chunk: unknown[]): boolean => {
      if (!corked) {
        corked = true;
        socket.cork();
        process.nextTick(() => {
          corked = false;
          socket.uncork();
        });
      }
      return write(...chunk);
    };
    return socket;
  };
  return socket;
}
