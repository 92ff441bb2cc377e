import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { limitedStream } from './read-body.js';

describe('a body that is used as it comes', () => {
  it('that nobody reads runs out of its time without ending the process', async () => {
    const payload = new PassThrough();
    const body = limitedStream(payload, 10, 5);
    payload.end('unread');
    // A listener for `close` alone: the error has none but its own.
    const keepAlive = setInterval(() => undefined, 5);
    await once(body, 'close').catch(() => undefined);
    clearInterval(keepAlive);
    expect(body.errored).toMatchObject({ code: 'request-timeout' });
  });

  it('whoever reads it hears why it ended', async () => {
    const payload = new PassThrough();
    const body = limitedStream(payload, 3, 60_000);
    payload.end('four');
    const read = async (): Promise<void> => {
      for await (const chunk of body) expect(chunk).toBeDefined();
    };
    await expect(read()).rejects.toMatchObject({ code: 'body-too-large' });
  });
});
