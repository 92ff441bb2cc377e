import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEnvelope } from './check-envelope.js';
import { EnvelopeError, type EnvelopeErrorCode, type EnvelopeFault } from './envelope-error.js';
import { base64url, bytesOf, envelopeAround, headerFor, knownKid } from './fixtures/keyless-envelope.js';
import { alpha, beta } from './fixtures/two-organizations.js';

const kids = new Set([knownKid]);
const valid = envelopeAround(headerFor(alpha));

function refusalOf(input: unknown, expected = alpha, allowed: ReadonlySet<string> = kids): EnvelopeError {
  try {
    checkEnvelope(input, expected, allowed);
  } catch (error) {
    if (error instanceof EnvelopeError) return error;
    throw error;
  }
  throw new Error('the envelope was accepted');
}

function expectRefusal(input: unknown, code: EnvelopeErrorCode, fault: EnvelopeFault): void {
  const refusal = refusalOf(input);
  expect([refusal.code, refusal.fault]).toEqual([code, fault]);
}

describe('an envelope that a keyless reader accepts (CF-15: the API checks what it cannot open)', () => {
  it('is the same as bytes and as an object, and comes back in one canonical spelling', () => {
    const spaced = Buffer.from(JSON.stringify(valid, null, 2));
    expect(checkEnvelope(valid, alpha, kids).bytes).toEqual(checkEnvelope(spaced, alpha, kids).bytes);
    const shuffled = Object.fromEntries(Object.entries(valid).reverse());
    expect(checkEnvelope(shuffled, alpha, kids).bytes).toEqual(checkEnvelope(valid, alpha, kids).bytes);
  });

  it('may be sealed to an RSA key of 3072 or 4096 bits, then without an ephemeral key', () => {
    const header = headerFor(alpha, { alg: 'RSA-OAEP-256' });
    delete header['epk'];
    for (const size of [384, 512]) {
      const envelope = envelopeAround(header, { encrypted_key: base64url(size) });
      expect(checkEnvelope(envelope, alpha, kids).header.alg).toBe('RSA-OAEP-256');
    }
    expectRefusal(envelopeAround(header, { encrypted_key: base64url(256) }), 'envelope-invalid', 'encrypted-key-size');
  });
});

describe('size', () => {
  it('takes an envelope up to 24,576 bytes and refuses the next byte (bad input 34)', () => {
    const padded = (size: number): Uint8Array => {
      const text = JSON.stringify(valid);
      return Buffer.from(text + ' '.repeat(size - text.length));
    };
    expect(checkEnvelope(padded(24_576), alpha, kids).bytes.length).toBeLessThan(1_000);
    expectRefusal(padded(24_577), 'body-too-large', 'size-over');
  });

  it('measures an object by its JSON form, so that a request cannot be larger than a row', () => {
    expectRefusal(envelopeAround(headerFor(alpha), { ciphertext: base64url(20_000) }), 'body-too-large', 'size-over');
  });

  it('refuses what cannot hold a header, a key and a tag', () => {
    expectRefusal(Buffer.from('{}'), 'envelope-invalid', 'size-under');
    expectRefusal(new Uint8Array(0), 'envelope-invalid', 'size-under');
  });

  it('refuses a ciphertext over the plaintext limit of 16,384 bytes', () => {
    expect(checkEnvelope(envelopeAround(headerFor(alpha), { ciphertext: base64url(16_384) }), alpha, kids)).toBeDefined();
    expectRefusal(envelopeAround(headerFor(alpha), { ciphertext: base64url(16_385) }), 'envelope-invalid', 'ciphertext-size');
  });
});

describe('members', () => {
  it.each(['aad', 'unprotected', 'header', 'recipients', 'x', '__proto__'])('refuses a sixth member %s (bad input 30)', (member) => {
    const text = JSON.stringify(valid).replace('{', `{"${member}":{},`);
    expectRefusal(Buffer.from(text), 'envelope-invalid', 'members');
    expectRefusal(JSON.parse(text), 'envelope-invalid', 'members');
  });

  it.each(['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag'])('refuses an envelope without %s', (member) => {
    const { [member]: _left, ...rest } = envelopeAround(headerFor(alpha), { ciphertext: base64url(400) });
    expectRefusal(rest, 'envelope-invalid', 'members');
    expectRefusal({ ...rest, [member]: 7 }, 'envelope-invalid', 'members');
  });

  it('refuses a member written twice, since two readers would read two envelopes', () => {
    const twice = JSON.stringify(valid).replace('{', `{"iv":"${base64url(12)}",`);
    expectRefusal(Buffer.from(twice), 'envelope-invalid', 'member-repeated');
    const escaped = JSON.stringify(valid).replace('"iv"', '"\\u0069v"');
    expectRefusal(Buffer.from(escaped), 'envelope-invalid', 'member-repeated');
  });

  it.each([
    ['a truncated object', JSON.stringify(valid).slice(0, -1)],
    ['a byte order mark', `\uFEFF${JSON.stringify(valid)}`],
    ['text', 'x'.repeat(300)],
  ])('refuses %s', (_what, text) => {
    expectRefusal(Buffer.from(text), 'envelope-invalid', 'json');
  });

  it('refuses bytes that are not UTF-8', () => {
    expectRefusal(Buffer.concat([bytesOf(valid), Buffer.from([0xff])]), 'envelope-invalid', 'json');
  });

  it.each([null, undefined, 7, 'text', [], () => valid])('refuses %p as an object', (input) => {
    expectRefusal(input, 'envelope-invalid', 'members');
  });

  it.each([
    ['iv', 11, 'iv-size'],
    ['iv', 16, 'iv-size'],
    ['tag', 4, 'tag-size'],
    ['tag', 12, 'tag-size'],
    ['tag', 17, 'tag-size'],
    ['encrypted_key', 32, 'encrypted-key-size'],
    ['encrypted_key', 384, 'encrypted-key-size'],
  ] as const)('refuses an %s of %i bytes (bad input 33)', (member, size, fault) => {
    expectRefusal(envelopeAround(headerFor(alpha), { [member]: base64url(size) }), 'envelope-invalid', fault);
  });

  it('refuses a second spelling of the same bytes: padding, the other alphabet, stray low bits', () => {
    const tag = base64url(16);
    for (const spelling of [`${tag}==`, `+/${tag.slice(2)}`, `${tag.slice(0, -1)}x`, `${tag}\n`]) {
      expectRefusal({ ...valid, tag: spelling }, 'envelope-invalid', 'tag-size');
    }
  });
});

describe('protected header', () => {
  it.each(['dir', 'RSA1_5', 'RSA-OAEP', 'PBES2-HS256+A128KW', 'ECDH-ES', 'ECDH-ES+A128KW', 'A256KW', 'none', null])('refuses alg %p (bad input 28)', (alg) => {
    expectRefusal(envelopeAround(headerFor(alpha, { alg })), 'envelope-invalid', 'header-algorithm');
  });

  it.each(['A128GCM', 'A256CBC-HS512', undefined])('refuses enc %p', (enc) => {
    expectRefusal(envelopeAround(headerFor(alpha, { enc })), 'envelope-invalid', 'header-encryption');
  });

  it.each(['zip', 'crit', 'jku', 'jwk', 'x5u', 'x5c', 'apu', 'apv', 'p2c', 'p2s', 'iat'])('refuses %s (bad input 29)', (member) => {
    expectRefusal(envelopeAround(headerFor(alpha, { [member]: 'x' })), 'envelope-invalid', 'header-members');
  });

  it('refuses a private or foreign ephemeral key, another type, and an unknown vtr', () => {
    const good = { kty: 'EC', crv: 'P-256', x: base64url(32), y: base64url(32) };
    const vtr = { v: 1, org: alpha.organizationId, con: alpha.connectionId, ver: 3, knd: 'aws.role' };
    const changes: Record<string, unknown>[] = [
      { epk: { ...good, crv: 'P-384' } },
      { epk: { ...good, kty: 'OKP' } },
      { epk: { ...good, x: base64url(31) } },
      { epk: undefined },
      { typ: 'JWE' },
      { cty: 'text/plain' },
      { kid: 'short' },
      { vtr: { ...vtr, v: 2 } },
      { vtr: { ...vtr, org: alpha.organizationId.toUpperCase() } },
      { vtr: { ...vtr, ver: 0 } },
      { vtr: { ...vtr, ver: '3' } },
      { vtr: { ...vtr, knd: 'aws.root' } },
      { vtr: undefined },
    ];
    for (const change of changes) {
      expectRefusal(envelopeAround(headerFor(alpha, change)), 'envelope-invalid', 'header-values');
    }
    expectRefusal(envelopeAround(headerFor(alpha, { epk: { ...good, d: base64url(32) } })), 'envelope-invalid', 'header-members');
  });

  it('refuses a header that is not base64url, not JSON, or names a member twice', () => {
    const text = JSON.stringify(headerFor(alpha));
    expectRefusal({ ...valid, protected: `${base64url(text)}=` }, 'envelope-invalid', 'header-encoding');
    expectRefusal({ ...valid, protected: base64url(text.slice(1)) }, 'envelope-invalid', 'header-json');
    const twice = text.replace('{', '{"alg":"dir",');
    expectRefusal({ ...valid, protected: base64url(twice) }, 'envelope-invalid', 'header-repeated');
  });

  it('tells a stale client to fetch the keys again when the kid is unknown (bad input 27)', () => {
    expectRefusal(envelopeAround(headerFor(alpha, { kid: 'E'.repeat(43) })), 'sealing-key-stale', 'kid-unknown');
    expect(refusalOf(valid, alpha, new Set()).fault).toBe('kid-unknown');
  });
});

describe('context: an envelope is for one row only', () => {
  it('refuses another organization, connection or kind (bad input 31) and another version (bad input 32)', () => {
    const refused = (row: typeof alpha): string[] => {
      const { code, fault } = refusalOf(valid, row);
      return [code, fault];
    };
    expect(refused(beta)).toEqual(['envelope-context', 'context-organization']);
    expect(refused({ ...alpha, connectionId: beta.connectionId })).toEqual(['envelope-context', 'context-connection']);
    expect(refused({ ...alpha, kind: 'aws.key' })).toEqual(['envelope-context', 'context-kind']);
    expect(refused({ ...alpha, version: 2 })).toEqual(['version-conflict', 'context-version']);
    expect(refused({ ...alpha, version: 4 })).toEqual(['version-conflict', 'context-version']);
  });

  it('refuses to compare with a row that has no valid form', () => {
    expect(refusalOf(valid, { ...alpha, organizationId: alpha.organizationId.toUpperCase() }).fault).toBe('context-form');
    expect(refusalOf(valid, { ...alpha, version: Number.NaN }).fault).toBe('context-form');
  });
});

describe('whatever it is given', () => {
  const mutated = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }).map(({ at, to }) => {
    const bytes = Buffer.from(JSON.stringify(valid));
    bytes[at % bytes.length] = to;
    return new Uint8Array(bytes);
  });
  const anything = fc.oneof(
    mutated,
    fc.uint8Array({ maxLength: 2_000 }),
    fc.anything(),
    fc.json().map((text) => Buffer.from(text.padEnd(220))),
    fc.dictionary(fc.constantFrom('protected', 'encrypted_key', 'iv', 'ciphertext', 'tag', 'aad'), fc.anything()),
    fc.json().map((text) => envelopeAround({}, { protected: base64url(text) })),
  );

  it('answers, or throws an EnvelopeError, and nothing else', () => {
    fc.assert(
      fc.property(anything, (input) => {
        try {
          checkEnvelope(input, alpha, kids);
        } catch (error) {
          expect(error).toBeInstanceOf(EnvelopeError);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps the step to itself in its outward form', () => {
    const refusal = refusalOf(envelopeAround(headerFor(alpha, { zip: 'DEF' })));
    expect(JSON.parse(JSON.stringify(refusal))).toEqual({ code: 'envelope-invalid' });
    expect(refusal.message).toBe('envelope-invalid');
  });
});
