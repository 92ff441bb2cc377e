import { createServer } from 'node:net';
import { parseArgs } from 'node:util';

/** Listens where nobody may connect to, and says so when somebody did: one line a connection, `hit ADDRESS PORT`. `--cloud` echoes instead. */
const { values } = parseArgs({
  options: { traps: { type: 'string', default: '' }, ports: { type: 'string', default: '' }, cloud: { type: 'string', default: '' } },
});

const listen = (address: string, port: number, said: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      process.stdout.write(`${said} ${address} ${String(port)}\n`);
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    server.once('error', reject);
    server.listen(port, address, resolve);
  });

for (const address of values.traps.split(',')) for (const port of values.ports.split(',')) await listen(address, Number(port), 'hit');
await listen(values.cloud, 443, 'cloud');
process.stdout.write('listening\n');
