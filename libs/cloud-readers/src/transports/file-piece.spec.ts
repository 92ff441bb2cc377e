import { describe, expect, it } from '@jest/globals';
import { VitrineError } from '@vitrine/contracts';
import type { ByteRange } from '../engine/cloud-request.js';
import { fileChanged, pieceOf, rangeHeaders } from './file-piece.js';
import type { WireResponse } from './http-sender.js';

const range: ByteRange = { first: 10, last: 13, etag: null };
const answer = (contentRange: string | undefined, body = 'abcd', headers: Readonly<Record<string, string>> = {}): WireResponse => ({
  status: 206,
  headers: { ...headers, ...(contentRange === undefined ? {} : { 'content-range': contentRange }) },
  body: Buffer.from(body),
});

describe('what a read of a file asks for', () => {
  it('is its first and its last byte, and the version that was begun with, so that no file is glued together from two', () => {
    expect(rangeHeaders('s3:GetObject', range)).toEqual({ range: 'bytes=10-13' });
    expect(rangeHeaders('s3:GetObject', { ...range, etag: '"v1"' })).toEqual({ range: 'bytes=10-13', 'if-match': '"v1"' });
  });

  it('is never the whole file: a bill of any size would come at once', () => {
    const refused = { code: 'request-malformed', internal: 's3:GetObject: a file is read by ranges' };
    expect(() => rangeHeaders('s3:GetObject', undefined)).toThrow(expect.objectContaining(refused));
  });
});

describe('a piece of a file', () => {
  it('is the bytes with the length and the version of the whole', () => {
    expect(pieceOf(answer('bytes 10-13/14', 'abcd', { etag: '"v1"' }), range)).toEqual({ bytes: Buffer.from('abcd'), total: 14, etag: '"v1"' });
    expect(pieceOf(answer('bytes 10-13/123456'), range)).toMatchObject({ total: 123456, etag: null });
    // A file's end is shorter than what was asked for, and a first piece begins at nothing.
    expect(pieceOf(answer('bytes 10-11/12', 'ab'), range)).toMatchObject({ bytes: Buffer.from('ab'), total: 12 });
    expect(pieceOf(answer('bytes 0-3/4'), { ...range, first: 0 })).toMatchObject({ total: 4 });
  });

  // Attack: a store, or whoever stands before it, that answers with other bytes would have them counted as this place of the bill.
  it.each([
    ['says nothing of its place', undefined],
    ['says it in other words', 'lines 10-13/14'],
    ['says more before it', 'xbytes 10-13/14'],
    ['says more behind it', 'bytes 10-13/14x'],
    ['does not know how long the whole is', 'bytes 10-13/*'],
    ['names a beginning that is no number', 'bytes xx-13/14'],
    ['names an end that is no number', 'bytes 10-xx/14'],
    ['is of another place', 'bytes 11-14/15'],
    ['is of the file’s beginning', 'bytes 0-3/14'],
    ['is shorter than it says', 'bytes 10-14/15'],
    ['is longer than it says', 'bytes 10-12/13'],
    ['ends behind the end of the whole', 'bytes 10-13/13'],
    ['ends far behind it', 'bytes 10-13/5'],
    ['counts in more digits than a number keeps', 'bytes 10-13/1234567890123456'],
  ])('is none where the answer %s', (_what, contentRange) => {
    const refusal = refusalOf(() => pieceOf(answer(contentRange), range));
    expect(refusal).toMatchObject({
      code: 'response-unreadable',
      status: 502,
      publicMessage: 'A cloud provider could not be read.',
      internal: 'not the range that was asked for',
      // What a proxy on the way spoiled once may come whole the next time.
      retryable: true,
    });
  });

  it('is none that nobody asked for', () => {
    expect(refusalOf(() => pieceOf(answer('bytes 10-13/14'), undefined))).toMatchObject({ code: 'response-unreadable' });
    // Two wrongs that would fit each other: another place, and its right length.
    expect(refusalOf(() => pieceOf(answer('bytes 20-23/14'), range))).toMatchObject({ code: 'response-unreadable' });
  });

  it('of a file that was written again is of no use, and the next try begins anew', () => {
    expect(fileChanged('s3:GetObject')).toEqual({ outcome: 'unavailable', operation: 's3:GetObject', reason: 'file-changed', retryable: true });
  });
});

function refusalOf(read: () => unknown): VitrineError {
  try {
    read();
  } catch (error) {
    if (error instanceof VitrineError) return error;
    throw error;
  }
  throw new Error('taken for the piece');
}
