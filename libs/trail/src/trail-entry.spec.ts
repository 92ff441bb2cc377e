import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';
import { commitPayload, payloadHash } from './payload-commitment.js';
import { canonicalBytes, canonicalText, isCanonicalText, trailEntrySchema } from './trail-entry.js';

const entry = trailEntrySchema.parse({
  index: 7,
  eventId: '01890000-0000-7000-8000-000000000007',
  eventType: 'connection.created',
  organizationId: '01890000-0000-7000-8000-00000000000a',
  principal: 'member 01890000-0000-7000-8000-0000000000aa',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  correlationId: 'request-1',
  causationId: null,
  occurredAt: '2026-11-22T10:00:00.000Z',
  outcome: 'succeeded',
  decision: { effect: 'allow', policyIds: ['connections-1'] },
  payloadHash: '0'.repeat(64),
});

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members by UTF-16 code units, at every depth, and writes no white space', () => {
    // The order of RFC 8785 §3.2.3: a surrogate pair (0xd83d) comes before 0xfb33, which a sort by code point would turn round.
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, b: [{ z: true, a: null }], a: '\u20ac\u0007"' })).toBe(
      '{"a":"€\\u0007\\"","b":[{"a":null,"z":true}],"\u{1f600}":2,"\ufb33":1}',
    );
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0])).toBe('[333333333.3333333,1e+30,4.5,0.002,1e-27,0]');
  });

  it('refuses what another reader would read otherwise', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud83d', { '\udc00': 1 }]) {
      expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'trail.not-canonical', status: 400 }));
    }
  });
});

describe('an entry', () => {
  it('CS-16 is the envelope as bytes: the domain, then its members in one order, whatever order they came in', () => {
    const text = canonicalBytes(entry).toString('utf8');
    expect(text.startsWith('vitrine-trail-v1\n{"causationId":null,"correlationId":"request-1","decision":{"effect":"allow",')).toBe(true);
    const turned = trailEntrySchema.parse(Object.fromEntries(Object.entries(entry).reverse()));
    expect(canonicalBytes(turned)).toEqual(canonicalBytes(entry));
  });

  it('is compared with its canonical text as that text is written, for every entry', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })),
        (principal, correlationId) => {
          const each = { ...entry, principal, correlationId };
          expect(isCanonicalText(canonicalText(each), each)).toBe(true);
          expect(isCanonicalText(` ${canonicalText(each)}`, each)).toBe(false);
        },
      ),
    );
    expect(isCanonicalText(canonicalText({ ...entry, decision: 'none' }), { ...entry, decision: 'none' })).toBe(true);
  });

  it('with half of a surrogate pair has no canonical text', () => {
    const half = { ...entry, principal: '\ud83d' };
    expect(isCanonicalText(JSON.stringify(half, Object.keys(half).sort()), half)).toBe(false);
  });

  it.each([
    ['a member too many', { note: 'x' }],
    ['an index below 0', { index: -1 }],
    ['a time without milliseconds', { occurredAt: '2026-11-22T10:00:00Z' }],
    ['a month 13', { occurredAt: '2026-13-22T10:00:00.000Z' }],
    ['an unknown outcome', { outcome: 'maybe' }],
    ['a hash in capitals', { payloadHash: 'A'.repeat(64) }],
  ])('is refused with %s', (_, change) => {
    expect(trailEntrySchema.safeParse({ ...entry, ...change }).success).toBe(false);
  });

  it('holds its payload by a salted commitment: the same payload twice cannot be told from two payloads', () => {
    const [one, other] = [commitPayload({ email: 'a@example.com' }), commitPayload({ email: 'a@example.com' })];
    expect(one.payloadHash).not.toBe(other.payloadHash);
    expect(payloadHash(one.salt, one.text)).toBe(one.payloadHash);
    expect(commitPayload({ b: 1, a: 2 }, one.salt)).toEqual(commitPayload({ a: 2, b: 1 }, one.salt));
  });
});
