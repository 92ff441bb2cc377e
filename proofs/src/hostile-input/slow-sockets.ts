import { connect } from 'node:net';
import { outcomeOfBytes } from './shot.js';

export interface Drip {
  /** Sent at once. */
  readonly head: string;
  /** Sent again and again, so that the line never looks idle. */
  readonly drop: string;
  /** Between two drops, in milliseconds. */
  readonly every: number;
  /** When to give up waiting for the server to hang up, in milliseconds. */
  readonly within: number;
}

/** One connection that is kept busy with nothing: how it ended. */
export async function drip(port: number, { head, drop, every, within }: Drip): Promise<string> {
  return await new Promise((resolve) => {
    let text = '';
    let dripping: NodeJS.Timeout | undefined;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      dripping = setInterval(() => socket.write(drop), every);
    });
    const settle = (how: string): void => {
      clearInterval(dripping);
      clearTimeout(giveUp);
      socket.destroy();
      resolve(`${outcomeOfBytes(text)}, ${how}`);
    };
    const giveUp = setTimeout(() => settle('left open'), within);
    socket.on('data', (chunk) => (text += chunk.toString()));
    // Drops that come after the server hung up are answered by a reset.
    socket.once('error', () => settle('closed'));
    socket.once('close', () => settle('closed'));
  });
}

/** Many at once; every different end with how often. */
export async function dripMany(port: number, count: number, of: Drip): Promise<string> {
  const ends = await Promise.all(Array.from({ length: count }, async () => await drip(port, of)));
  return [...Map.groupBy(ends, (end) => end)].map(([end, all]) => `${String(all.length)} × ${end}`).join(', ');
}
