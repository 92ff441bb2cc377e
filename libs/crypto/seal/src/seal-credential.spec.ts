import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  associatedData,
  checkEnvelope,
  cloudOf,
  publicNumbersOf,
  sealingKeySchema,
  thumbprintText,
  writePlaintext,
  type CredentialContext,
} from '@vitrine/crypto-envelope';
import { headerOf, openByHand } from './fixtures/open-by-hand.js';
import { makeTestKey } from './fixtures/test-key.js';
import { alpha, beta, sampleCredentials } from './fixtures/two-organizations.js';
import { sealCredential } from './seal-credential.js';

const role = { kind: 'aws.role', roleArn: 'arn:aws:iam::123456789012:role/Reader', externalId: 'external-id' } as const;
const aws = makeTestKey('aws');
const associatedTextOf = (row: CredentialContext): string => Buffer.from(associatedData(row)).toString();

describe('a sealed credential', () => {
  it.each(['EC', 'RSA'] as const)('of every kind opens with the private %s key of its cloud, by a second implementation', async (type) => {
    const keys = { aws: makeTestKey('aws', type), azure: makeTestKey('azure', type), gcp: makeTestKey('gcp', type) };
    for (const credential of sampleCredentials) {
      for (const row of [alpha, beta]) {
        const context = { ...row, kind: credential.kind };
        const { key, privateKey } = keys[cloudOf(credential.kind)];
        const { envelope } = await sealCredential({ credential, context, key });
        expect(openByHand(envelope, privateKey, associatedTextOf(context))).toBe(Buffer.from(writePlaintext(credential, context)).toString());
      }
    }
  });

  it('passes the keyless check of its own row and fails that of the other organization', async () => {
    const { bytes, kid } = await sealCredential({ credential: role, context: alpha, key: aws.key });
    expect(checkEnvelope(bytes, alpha, new Set([kid])).bytes).toEqual(bytes);
    expect(() => checkEnvelope(bytes, beta, new Set([kid]))).toThrow('envelope-context');
  });

  it('has exactly five members and no associated data of its own, which would open in any row', async () => {
    const { envelope } = await sealCredential({ credential: role, context: alpha, key: aws.key });
    expect(Object.keys(envelope)).toEqual(['protected', 'encrypted_key', 'iv', 'ciphertext', 'tag']);
    expect(headerOf(envelope).vtr).toEqual({ v: 1, org: alpha.organizationId, con: alpha.connectionId, ver: 1, knd: 'aws.role' });
  });

  it('does not open with the associated data of another row, nor with none', async () => {
    const { envelope } = await sealCredential({ credential: role, context: alpha, key: aws.key });
    const rows = [beta, { ...alpha, version: 2 }, { ...alpha, kind: 'aws.key' as const }, { ...alpha, connectionId: beta.connectionId }];
    for (const associated of [...rows.map(associatedTextOf), '']) {
      expect(() => openByHand(envelope, aws.privateKey, associated)).toThrow('unable to authenticate');
    }
  });
});

describe('freshness: each content key is used once', () => {
  it('makes a new ephemeral key, content key and IV in each of 2,000 seals of the same credential', async () => {
    const seen = { epk: new Set<string>(), iv: new Set<string>(), encryptedKey: new Set<string>(), ciphertext: new Set<string>() };
    for (let seal = 0; seal < 2_000; seal += 1) {
      const { envelope } = await sealCredential({ credential: role, context: alpha, key: aws.key });
      const header = headerOf(envelope);
      if (header.alg === 'ECDH-ES+A256KW') seen.epk.add(header.epk.x);
      seen.iv.add(envelope.iv);
      seen.encryptedKey.add(envelope.encrypted_key);
      seen.ciphertext.add(envelope.ciphertext);
    }
    expect(Object.values(seen).map((set) => set.size)).toEqual([2_000, 2_000, 2_000, 2_000]);
  });
});

describe('what is refused before anything is sealed', () => {
  it("is another cloud's key: an AWS worker must never be able to open an Azure envelope", async () => {
    const azure = makeTestKey('azure');
    await expect(sealCredential({ credential: role, context: alpha, key: azure.key })).rejects.toMatchObject({
      code: 'sealing-key-stale',
      fault: 'key-cloud',
    });
  });

  it('is a key whose id is not its thumbprint, or whose point is not on the curve', async () => {
    const renamed = { ...aws.key, kid: makeTestKey('aws').key.kid };
    await expect(sealCredential({ credential: role, context: alpha, key: renamed })).rejects.toMatchObject({ fault: 'key-thumbprint' });
    const { x } = aws.privateKey.export({ format: 'jwk' });
    const numbers = publicNumbersOf({ kty: 'EC', crv: 'P-256', x, y: x });
    const kid = createHash('sha256').update(thumbprintText(numbers)).digest('base64url');
    const key = sealingKeySchema.parse({ ...aws.key, ...numbers, kid });
    await expect(sealCredential({ credential: role, context: alpha, key })).rejects.toMatchObject({ fault: 'key-set' });
  });

  it('is a private key handed in as a public one', async () => {
    const withPrivate = { ...aws.key, d: aws.key.kid };
    await expect(sealCredential({ credential: role, context: alpha, key: withPrivate })).rejects.toMatchObject({ fault: 'key-set' });
  });

  it('is a credential of another kind, a malformed one, or a context without form', async () => {
    const seal = (changes: object): Promise<unknown> => sealCredential({ credential: role, context: alpha, key: aws.key, ...changes });
    await expect(seal({ context: { ...alpha, kind: 'aws.key' } })).rejects.toMatchObject({ fault: 'context-kind' });
    await expect(seal({ credential: { ...role, roleArn: '*' } })).rejects.toMatchObject({ code: 'invalid-role-arn' });
    await expect(seal({ context: { ...alpha, version: 0 } })).rejects.toMatchObject({ fault: 'context-form' });
  });
});
