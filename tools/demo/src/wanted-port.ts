import { createServer } from 'node:net';
import { freePort } from '@vitrine/embedded-postgres';

/** The port of the last start where it is still free, so that a bookmark holds; else a free one. */
export async function wantedPort(last: number | null): Promise<number> {
  return last !== null && (await isFree(last)) ? last : await freePort();
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return await new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
