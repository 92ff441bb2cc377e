import { describe, expect, it } from '@jest/globals';
import { organizationIdSchema } from '@vitrine/contracts';
import { testClock } from '@vitrine/testing';
import { Cursors } from './pagination.js';

const acme = organizationIdSchema.parse('018f0000-0000-7000-8000-00000000000a');
const umbra = organizationIdSchema.parse('018f0000-0000-7000-8000-00000000000b');
const binding = { organizationId: acme, list: 'GET /v1/findings', filters: { cloud: 'aws' } };

describe('a cursor', () => {
  const clock = testClock();
  const cursors = new Cursors(Buffer.alloc(32, 1), clock);
  const cursor = cursors.write(binding, ['12.5', null, 'id']);
  const refused = (work: () => unknown): void => expect(work).toThrow(expect.objectContaining({ status: 400, code: 'invalid-cursor' }));

  it('gives back the position it was written with, on every process that has the key', () => {
    expect(new Cursors(Buffer.alloc(32, 1), clock).read(binding, cursor)).toEqual(['12.5', null, 'id']);
    expect(cursors.read(binding, undefined)).toBe('start');
  });

  it.each([
    ['another organization', { ...binding, organizationId: umbra }],
    ['another list', { ...binding, list: 'GET /v1/audits' }],
    ['other filters', { ...binding, filters: { cloud: 'gcp' } }],
  ])('is refused with %s: a position is only good where it was made', (_, other) => {
    refused(() => cursors.read(other, cursor));
  });

  it('is refused when its position was changed by hand, or its signature is of another key', () => {
    const [, mac] = cursor.split('.');
    refused(() => cursors.read(binding, `${Buffer.from(JSON.stringify([clock().getTime(), ['999', null, 'id']])).toString('base64url')}.${String(mac)}`));
    refused(() => new Cursors(Buffer.alloc(32, 2), clock).read(binding, cursor));
    for (const nonsense of ['', '.', 'a', 'a.b.c', '%', '=.=']) refused(() => cursors.read(binding, nonsense));
  });

  it('is refused after a day', () => {
    clock.advance(24 * 60 * 60 * 1000);
    expect(cursors.read(binding, cursor)).toEqual(['12.5', null, 'id']);
    clock.advance(1);
    refused(() => cursors.read(binding, cursor));
  });

  it('comes with a page only where there is more to read', () => {
    const page = (rows: number[]): (string | null)[] => [
      String(cursors.page(binding, 2, rows, (row) => [row], String).items),
      cursors.page(binding, 2, rows, (row) => [row], String).nextCursor === null ? null : 'more',
    ];
    expect(page([1, 2])).toEqual(['1,2', null]);
    expect(page([1, 2, 3])).toEqual(['1,2', 'more']);
    expect(page([])).toEqual(['', null]);
  });
});
