import { Transform, type Readable } from 'node:stream';

const LOOK_EVERY_MS = 400;

/**
 * The stream, for as long as the check passes; then it breaks off, which no client takes for the end.
 * @param expectLive rejects when it is over; asked every 400 ms, so that with the quarter of a second of `RecentRows` an end takes effect within one
 */
export function whileLive(source: Readable, expectLive: () => Promise<void>): Readable {
  const shown = new Transform({ transform: (chunk, _, done) => done(null, chunk) });
  const timer = setInterval(() => {
    expectLive().catch((error: unknown) => shown.destroy(error instanceof Error ? error : new Error('over')));
  }, LOOK_EVERY_MS);
  source.once('error', (error) => shown.destroy(error));
  shown.once('close', () => {
    clearInterval(timer);
    source.destroy();
  });
  return source.pipe(shown);
}
