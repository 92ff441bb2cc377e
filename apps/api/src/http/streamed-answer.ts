import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Answer } from './answer.js';

/**
 * A 200 whose body is made while it is sent; for routes that declare `no-body`. The source runs only as fast as the client reads.
 * @param source is given a signal that aborts when the client is gone
 */
export function streamedAnswer(
  request: FastifyRequest,
  headers: Readonly<Record<string, string>>,
  source: (signal: AbortSignal) => AsyncGenerator<string>,
): Answer<Readable> {
  // Attack: HEAD on an endless stream would run its source for nobody, and nothing would ever close it.
  if (request.method === 'HEAD') return new Answer(200, Readable.from([]), headers);
  const gone = new AbortController();
  const body = Readable.from(inThisContext(source(gone.signal)), { objectMode: false });
  body.once('close', () => gone.abort());
  return new Answer(200, body, headers);
}

/** What a stream makes after a pause is made by whoever woke it, a socket as a rule: here it stays this request's, organization, role and all. */
function inThisContext(source: AsyncGenerator<string>): AsyncIterable<string> {
  const inContext = AsyncLocalStorage.snapshot();
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => await inContext(async () => await source.next()),
      return: async () => await inContext(async () => await source.return(undefined)),
    }),
  };
}
