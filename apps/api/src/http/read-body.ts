import type { IncomingMessage } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import type { VitrineError } from '@vitrine/contracts';
import { refusal } from './problem.js';

/**
 * Collects a body of at most `limit` bytes.
 * @param timeoutMs for the whole body, in milliseconds: a chunked body without an end must not hold a request open
 * @throws VitrineError 413 `body-too-large` | 408 `request-timeout` | 400 `malformed-request`
 */
export async function readBody(payload: Readable, limit: number, timeoutMs: number): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      payload.removeListener('data', take);
      payload.pause();
      act();
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) settle(() => reject(bodyTooLarge(limit)));
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => settle(() => reject(requestTimeout())), timeoutMs);
    payload.on('data', take);
    payload.once('end', () => settle(() => resolve(Buffer.concat(chunks))));
    payload.once('error', () => settle(() => reject(refusal(400, 'malformed-request', 'The body could not be read to its end.'))));
    payload.once('close', () => settle(() => reject(refusal(400, 'malformed-request', 'The body could not be read to its end.'))));
  });
}

/** The same limits for a body that is used as it comes. */
export function limitedStream(payload: Readable, limit: number, timeoutMs: number): Readable {
  let size = 0;
  const gate = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limit) done(bodyTooLarge(limit));
      else done(null, chunk);
    },
  });
  const timer = setTimeout(() => gate.destroy(requestTimeout()), timeoutMs);
  timer.unref();
  gate.once('close', () => clearTimeout(timer));
  // Attack: an upload that is refused at its head is read by nobody, so nobody hears its 408 either, and an error that nobody hears ends the process.
  gate.on('error', () => undefined);
  payload.once('error', () => gate.destroy(refusal(400, 'malformed-request', 'The body could not be read to its end.')));
  payload.once('aborted', () => gate.destroy(refusal(400, 'malformed-request', 'The body could not be read to its end.')));
  return payload.pipe(gate);
}

/** How much longer an unread body lives than a read one has: the 408 of whoever reads it comes first. */
const GRACE_MS = 1_000;

/**
 * Hangs up on a body that is not complete in time, also where nobody reads it.
 * Attack: a request that was refused at its head and goes on dripping holds its connection.
 */
export function hangUpAfter(request: IncomingMessage, timeoutMs: number): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, timeoutMs + GRACE_MS);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}

export function bodyTooLarge(limit: number): VitrineError {
  return refusal(413, 'body-too-large', `The body is larger than ${String(limit)} bytes.`, { headers: { connection: 'close' } });
}

export function requestTimeout(): VitrineError {
  return refusal(408, 'request-timeout', 'The request was not received in time.', { headers: { connection: 'close' } });
}
