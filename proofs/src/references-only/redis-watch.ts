import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** Everything that a Redis was told, and what it would have on disk. */
export interface RedisWatch {
  /** One line per command, as MONITOR prints it. */
  told(): string;
  /** Every dump taken so far, byte for byte. */
  dumps(): readonly string[];
  /** Ends when all was heard. Safe to call twice. */
  stop(): Promise<void>;
}

/** Listens with MONITOR and takes an uncompressed RDB dump every half second, so that jobs are seen while they wait. */
export async function watchRedis(port: number): Promise<RedisWatch> {
  const socket = connect({ port, host: '127.0.0.1' });
  const chunks: Buffer[] = [];
  const listening = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      resolve();
    });
  });
  socket.write('MONITOR\r\n');
  await listening;
  const redis = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null });
  // LZF would hide a canary from a search in bytes.
  await redis.config('SET', 'rdbcompression', 'no');
  const [, folder = ''] = (await redis.config('GET', 'dir')) as string[]; // [name, value], by the protocol
  const dumps: string[] = [];
  const over = new AbortController();
  const dumping = (async () => {
    while (!over.signal.aborted) {
      await redis.save();
      dumps.push(await readFile(join(folder, 'dump.rdb'), 'latin1'));
      await delay(500, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  const told = (): string => Buffer.concat(chunks).toString('latin1');
  /** MONITOR lags behind what it tells of: when the last word has come, so have all before it. */
  const lastWord = async (): Promise<void> => {
    const word = randomUUID();
    const heard = new Promise<void>((resolve) => {
      socket.on('data', () => {
        if (told().includes(word)) resolve();
      });
    });
    await redis.echo(word);
    await heard;
  };
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    over.abort();
    await dumping;
    await lastWord();
    redis.disconnect();
    socket.destroy();
  };
  return {
    told,
    dumps: () => dumps,
    stop: () => (stopping ??= stop()),
  };
}

/** Every JSON object that stands as an argument of a command, or a value of a row. */
export function jsonObjectsIn(text: string): unknown[] {
  const objects: unknown[] = [];
  for (const [, escaped = ''] of text.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    if (!escaped.startsWith('{\\"')) continue;
    try {
      objects.push(JSON.parse(JSON.parse(`"${escaped.replaceAll(/\\x([0-9a-f]{2})/g, '\\u00$1')}"`) as string)); // a string, since it was quoted
    } catch {
      objects.push(escaped);
    }
  }
  return objects;
}
