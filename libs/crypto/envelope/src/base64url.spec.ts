import { describe, expect, it } from '@jest/globals';
import { decodeBase64url } from './base64url.js';
import { base64urlOf32Bytes } from './envelope.schema.js';
import { publicNumbersOf } from './public-numbers.js';

describe('base64url, of which each value has one spelling', () => {
  it('comes back as the bytes it was made of, whatever their number', () => {
    for (let length = 1; length < 40; length += 1) {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 37 + 251) % 256));
      expect(decodeBase64url(bytes.toString('base64url'))).toEqual(Uint8Array.from(bytes));
    }
    expect(decodeBase64url('-_-_')).toEqual(Uint8Array.of(0xfb, 0xff, 0xbf));
  });

  it.each([
    ['nothing', ''],
    ['one character, which is less than a byte', 'A'],
    ['five, of which one is left over', 'AAAAA'],
    ['padding', 'AA=='],
    ['padding that is cut', 'AAA='],
    ['the other alphabet', 'ab+/'],
    ['a line break after it', 'AAAA\n'],
    ['a space before it', ' AAA'],
    ['a space in it', 'AA AA'],
    ['a sign before it', '*AAA'],
    ['a sign after it', 'AAA*'],
    ['stray low bits, a second spelling of the same byte', 'AB'],
    ['stray low bits, a second spelling of the same two bytes', 'AAB'],
  ])('is null for %s, and never an error', (_, text) => {
    expect(decodeBase64url(text)).toBeNull();
  });
});

describe('a number of a key', () => {
  const ec = (x: string) => ({ kty: 'EC', crv: 'P-256', x, y: 'A'.repeat(43) });
  const rsa = (n: string) => ({ kty: 'RSA', n, e: 'AQAB' });

  it('is exactly 32 bytes of a curve, with nothing before or behind', () => {
    expect(publicNumbersOf(ec('A'.repeat(43)))).toEqual(ec('A'.repeat(43)));
    for (const wrong of ['A'.repeat(42), 'A'.repeat(44), `*${'A'.repeat(43)}`, `${'A'.repeat(43)}*`, `${'A'.repeat(43)}\n`, `${'A'.repeat(42)}B`]) {
      expect(() => publicNumbersOf(ec(wrong))).toThrow();
      expect(base64urlOf32Bytes.safeParse(wrong).success).toBe(false);
    }
  });

  it('is exactly 3072 or 4096 bits of RSA, with nothing before or behind', () => {
    for (const length of [512, 683]) expect(publicNumbersOf(rsa('A'.repeat(length)))).toEqual(rsa('A'.repeat(length)));
    for (const wrong of ['A'.repeat(511), 'A'.repeat(600), 'A'.repeat(684), `*${'A'.repeat(512)}`, `${'A'.repeat(512)}*`, `*${'A'.repeat(683)}`])
      expect(() => publicNumbersOf(rsa(wrong))).toThrow();
  });
});
