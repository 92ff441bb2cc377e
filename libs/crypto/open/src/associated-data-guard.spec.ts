import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { associatedData, protectedHeaderSchema, type Envelope } from '@vitrine/crypto-envelope';
import { faultOf } from './fixtures/refusal.js';
import { bytesOf, sealByHand } from './fixtures/seal-by-hand.js';
import { alpha, beta } from './fixtures/two-organizations.js';
import { generateSealingKeyPair } from './generate-sealing-key-pair.js';
import { keyProviderOf } from './local-key-provider.js';

const life = { status: 'current', notBefore: new Date(0), expires: new Date(1) } as const;
const pair = await generateSealingKeyPair({ ...life, cloud: 'aws' });
const unwrapper = keyProviderOf({ keys: [pair.privateKey] });

/** An opener with our steps taken out: whatever associated data it is told, it believes. */
async function openTrusting(envelope: Envelope, associated: Uint8Array): Promise<string> {
  const header = protectedHeaderSchema.parse(JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()));
  const contentKey = await unwrapper.unwrap({
    alg: header.alg,
    kid: header.kid,
    encryptedKey: Buffer.from(envelope.encrypted_key, 'base64url'),
    epk: header.alg === 'ECDH-ES+A256KW' ? header.epk : null,
  });
  const gcm = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(envelope.iv, 'base64url'));
  gcm.setAAD(Buffer.from(`${envelope.protected}.${Buffer.from(associated).toString('base64url')}`));
  gcm.setAuthTag(Buffer.from(envelope.tag, 'base64url'));
  return gcm.update(envelope.ciphertext, 'base64url', 'utf8') + gcm.final('utf8');
}

describe('why the associated data comes from the row', () => {
  const envelope = sealByHand({ key: pair.publicKey, context: alpha });
  const blob = { ...envelope, aad: Buffer.from(associatedData(alpha)).toString('base64url') };

  it("an opener that takes it from the blob opens organization A's credential in organization B's row", async () => {
    const movedToBeta = blob;
    const opened = await openTrusting(movedToBeta, Buffer.from(movedToBeta.aad, 'base64url'));
    expect(opened).toContain(alpha.organizationId);
  });

  it('an opener that forgets to compare the header, but takes it from the row, still fails closed', async () => {
    await expect(openTrusting(envelope, associatedData(beta))).rejects.toThrow('unable to authenticate');
    expect(await openTrusting(envelope, associatedData(alpha))).toContain(alpha.organizationId);
  });

  it('ours opens it in neither form', async () => {
    expect(await faultOf({ ...beta, sealed: bytesOf(blob) }, unwrapper)).toBe('members');
    expect(await faultOf({ ...beta, sealed: bytesOf(envelope) }, unwrapper)).toBe('context-organization');
  });
});
