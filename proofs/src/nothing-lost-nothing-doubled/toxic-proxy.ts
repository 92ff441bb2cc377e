import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Between } from './between.js';
import type { SeededRandom } from './seeded-random.js';

/** What can befall a connection; as in toxiproxy. */
export const toxics = ['latency', 'reset', 'half-open', 'truncated', 'sliced'] as const;
export type Toxic = (typeof toxics)[number];

export interface ToxicProxy extends Between {
  /** From now on so many of new connections are poisoned; 0 lets all pass. */
  poison(share: number): void;
  poisoned(): Readonly<Record<Toxic, number>>;
}

/** A TCP proxy in front of the simulated cloud, of which some connections answer late, in crumbs, by half, not at all, or with a reset. */
export async function startToxicProxy(origin: string, random: SeededRandom): Promise<ToxicProxy> {
  const target = Number(new URL(origin).port);
  const counts: Record<Toxic, number> = { latency: 0, reset: 0, 'half-open': 0, truncated: 0, sliced: 0 };
  const sockets = new Set<Socket>();
  let share = 0;
  const server = createServer((near) => {
    sockets.add(near);
    near.once('close', () => sockets.delete(near));
    near.on('error', () => undefined);
    const toxic = random.next() < share ? random.pick(toxics) : null;
    if (toxic !== null) counts[toxic] += 1;
    // Accepts, reads nothing, says nothing, and stays.
    if (toxic === 'half-open') return;
    const far = connect(target, '127.0.0.1');
    far.on('error', () => near.destroy());
    near.once('close', () => far.destroy());
    far.once('close', () => near.end());
    near.pipe(far);
    if (toxic === null) far.pipe(near);
    else far.on('data', (bytes) => void spoil(toxic, bytes, near, random).catch(() => near.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Node says the address of a TCP listener as an object.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    poison: (next) => {
      share = next;
    },
    poisoned: () => counts,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function spoil(toxic: Exclude<Toxic, 'half-open'>, bytes: Buffer, near: Socket, random: SeededRandom): Promise<void> {
  switch (toxic) {
    case 'latency':
      await delay(random.between(300, 1_500));
      near.write(bytes);
      return;
    case 'reset':
      near.write(bytes.subarray(0, Math.floor(random.next() * 60)));
      near.resetAndDestroy();
      return;
    case 'truncated':
      near.write(bytes.subarray(0, Math.floor(bytes.length * random.next())));
      near.end();
      return;
    case 'sliced':
      for (let at = 0; at < bytes.length; at += 200) {
        near.write(bytes.subarray(at, at + 200));
        await delay(2);
      }
      return;
    default:
      return toxic satisfies never;
  }
}
