import { describe, expect, it } from '@jest/globals';
import { EnvelopeError, type EnvelopeFault } from './envelope-error.js';
import { base64url, bytesOf, envelopeAround, knownKid } from './fixtures/keyless-envelope.js';
import { checkWebhookSecret, webhookSecretAssociatedData } from './webhook-secret.js';

const kids = new Set([knownKid]);
const header = {
  alg: 'ECDH-ES+A256KW',
  enc: 'A256GCM',
  kid: knownKid,
  typ: 'vitrine-hook+jwe',
  epk: { kty: 'EC', crv: 'P-256', x: base64url(32), y: base64url(32) },
};
const envelopeOf = (members: object = {}, headed: unknown = header): Record<string, unknown> =>
  envelopeAround(headed, { ciphertext: base64url(32), ...members });

function faultOf(bytes: Uint8Array, allowed: ReadonlySet<string> = kids): EnvelopeFault | 'accepted' {
  try {
    checkWebhookSecret(bytes, allowed);
    return 'accepted';
  } catch (error) {
    if (error instanceof EnvelopeError) return error.fault;
    throw error;
  }
}

describe('the envelope of a webhook’s secret, before any key is touched', () => {
  it('comes back with its header where everything is as we write it, for either kind of key', () => {
    expect(checkWebhookSecret(bytesOf(envelopeOf()), kids)).toEqual({ envelope: envelopeOf(), header });
    const { epk: _, ...rest } = header;
    const rsa = { ...rest, alg: 'RSA-OAEP-256' };
    expect(checkWebhookSecret(bytesOf(envelopeOf({ encrypted_key: base64url(384) }, rsa)), kids).header).toEqual(rsa);
  });

  it('may be of 4,096 bytes and not of one more, so that nobody is made to parse a book', () => {
    const padded = (size: number): Uint8Array => {
      const text = JSON.stringify(envelopeOf());
      return Buffer.from(text + ' '.repeat(size - text.length));
    };
    expect(faultOf(padded(4_096))).toBe('accepted');
    expect(faultOf(padded(4_097))).toBe('size-over');
  });

  it.each<[string, Uint8Array, EnvelopeFault]>([
    ['bytes that are no JSON', Buffer.from('not json'), 'json'],
    ['a member missing', bytesOf(envelopeOf({ tag: undefined })), 'members'],
    ['a member more', bytesOf(envelopeOf({ unprotected: {} })), 'members'],
    ['a member written twice, which two readers read differently', Buffer.from(JSON.stringify(envelopeOf()).replace('{', '{"tag":"AA",')), 'members'],
    ['a header that is no base64url', bytesOf(envelopeOf({ protected: '***' })), 'header-values'],
    ['a header that is no JSON', bytesOf(envelopeOf({ protected: base64url('not json') })), 'header-values'],
    ['a credential’s type: it must not pass for a webhook’s secret', bytesOf(envelopeOf({}, { ...header, typ: 'vitrine-cred+jwe' })), 'header-values'],
    ['another cipher', bytesOf(envelopeOf({}, { ...header, enc: 'A128GCM' })), 'header-values'],
    ['compression, which may be a bomb', bytesOf(envelopeOf({}, { ...header, zip: 'DEF' })), 'header-values'],
    ['a key of the sender’s choice', bytesOf(envelopeOf({}, { ...header, jwk: header.epk })), 'header-values'],
    ['no ephemeral key', bytesOf(envelopeOf({}, { ...header, epk: undefined })), 'header-values'],
    ['an initialization vector of 16 bytes', bytesOf(envelopeOf({ iv: base64url(16) })), 'iv-size'],
    ['an initialization vector that is no base64url', bytesOf(envelopeOf({ iv: '*' })), 'iv-size'],
    ['a tag cut to 12 bytes, which is easier to guess', bytesOf(envelopeOf({ tag: base64url(12) })), 'tag-size'],
    ['a secret of 31 bytes', bytesOf(envelopeOf({ ciphertext: base64url(31) })), 'ciphertext-size'],
    ['a secret of 33 bytes', bytesOf(envelopeOf({ ciphertext: base64url(33) })), 'ciphertext-size'],
  ])('with %s is refused for that', (_, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault);
  });

  it('to a key that this process does not hold is refused for that, last of all', () => {
    expect(faultOf(bytesOf(envelopeOf()), new Set(['B'.repeat(43)]))).toBe('kid-unknown');
    expect(faultOf(bytesOf(envelopeOf({ iv: base64url(11) })), new Set())).toBe('iv-size');
  });
});

describe('what a webhook’s secret is bound to', () => {
  const row = { organizationId: '01981111-0000-7000-8000-000000000001', webhookId: '01981111-0000-7000-8000-0000000000aa', version: 3, cloud: 'gcp' } as const;

  it('is its organization, its webhook, its version and its cloud, in words that no credential has', () => {
    expect(Buffer.from(webhookSecretAssociatedData(row)).toString()).toBe(
      'vitrine-hook/1|01981111-0000-7000-8000-000000000001|01981111-0000-7000-8000-0000000000aa|3|gcp',
    );
  });

  it('is never a row that is none: an id that could hold a separator would be another row’s', () => {
    expect(() => webhookSecretAssociatedData({ ...row, webhookId: 'a|1' })).toThrow();
    expect(() => webhookSecretAssociatedData({ ...row, version: 0 })).toThrow();
  });
});
