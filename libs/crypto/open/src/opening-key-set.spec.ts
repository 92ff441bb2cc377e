import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { generateSealingKeyPair, sealingKeyOfPem } from './generate-sealing-key-pair.js';
import { OpeningKeyError } from './open-error.js';
import { parseOpeningKeySet } from './opening-key-set.js';

const life = { cloud: 'aws', status: 'current', notBefore: new Date(0), expires: new Date('2027-01-01T00:00:00Z') } as const;
const { privateKey: ec } = await generateSealingKeyPair(life);
const { privateKey: rsa } = await generateSealingKeyPair({ ...life, alg: 'RSA-OAEP-256' });

describe('the private keys that a worker is given', () => {
  it('are taken of either kind, also retired ones, until their last envelope is sealed anew', () => {
    const keys = [ec, { ...rsa, status: 'retired' }];
    expect(parseOpeningKeySet({ keys })).toEqual({ keys });
  });

  it.each([
    ['no set', 'nothing'],
    ['an empty one', { keys: [] }],
    ['a member that nobody knows', { keys: [ec], more: 1 }],
    ['a key without its private number', { keys: [{ ...ec, d: undefined }] }],
    ['a number with a sign before it', { keys: [{ ...rsa, d: '*AQAB' }] }],
    ['a number with a sign after it', { keys: [{ ...rsa, qi: 'AQAB*' }] }],
  ])('are refused as malformed where there is %s, and nothing of them is quoted', (_, input) => {
    expect(() => parseOpeningKeySet(input)).toThrow(new OpeningKeyError('the key set is malformed'));
  });

  it('are refused when a key is listed twice, since under two clouds it would open for both workers', () => {
    expect(() => parseOpeningKeySet({ keys: [ec, { ...ec, cloud: 'gcp' }] })).toThrow(new OpeningKeyError('a key appears twice'));
  });

  it('are refused when an id is not the thumbprint of its key, since another key would answer to it', () => {
    expect(() => parseOpeningKeySet({ keys: [{ ...ec, kid: 'A'.repeat(43) }] })).toThrow(new OpeningKeyError('a kid is not the thumbprint of its key'));
  });
});

describe('the public half of a key that a service made', () => {
  const pemOf = (publicKey: { export(options: { format: 'pem'; type: 'spki' }): string | Buffer }): string =>
    String(publicKey.export({ format: 'pem', type: 'spki' }));
  const refused = new OpeningKeyError('the public key is neither P-256 nor RSA of 3072 or 4096 bits');

  it('is published where we can seal to it', () => {
    expect(sealingKeyOfPem(pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey), life)).toMatchObject({ alg: 'ECDH-ES+A256KW', cloud: 'aws' });
  });

  it('is refused on another curve, of fewer bits, or when it is no key at all', () => {
    expect(() => sealingKeyOfPem(pemOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey), life)).toThrow(refused);
    expect(() => sealingKeyOfPem(pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey), life)).toThrow(refused);
    expect(() => sealingKeyOfPem('-----BEGIN PUBLIC KEY-----', life)).toThrow(refused);
  });
});
