import { createPublicKey, constants, diffieHellman, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { DecryptCommand, DeriveSharedSecretCommand, GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startKmsSim, type KmsSim } from './kms-sim.js';

/** The simulator is worth something only if the provider's own client cannot tell it from the service. */
describe('the simulated AWS KMS, asked by the official client', () => {
  const principals = { AKIAVITRINEKMSAWS001: 'secret-of-the-aws-worker', AKIAVITRINEKMSAZURE1: 'secret-of-the-azure-worker' };
  let sim: KmsSim;
  beforeAll(async () => {
    sim = await startKmsSim({ principals });
  });
  afterAll(() => sim.stop());
  const client = (accessKeyId: keyof typeof principals, secretAccessKey: string = principals[accessKeyId]): KMSClient =>
    new KMSClient({ region: 'eu-central-1', endpoint: sim.origin, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });

  it('agrees on the secret that the other side computes by itself', async () => {
    const key = sim.createKey('ECC_NIST_P256', ['AKIAVITRINEKMSAWS001']);
    const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const kms = client('AKIAVITRINEKMSAWS001');
    const { PublicKey: published } = await kms.send(new GetPublicKeyCommand({ KeyId: key.arn }));
    const theirs = createPublicKey({ key: Buffer.from(published ?? []), format: 'der', type: 'spki' });
    const { SharedSecret: secret } = await kms.send(
      new DeriveSharedSecretCommand({ KeyId: key.arn, KeyAgreementAlgorithm: 'ECDH', PublicKey: mine.publicKey.export({ type: 'spki', format: 'der' }) }),
    );
    expect(Buffer.from(secret ?? [])).toEqual(diffieHellman({ privateKey: mine.privateKey, publicKey: theirs }));
  });

  it('decrypts OAEP with SHA-256, and says InvalidCiphertext of anything else', async () => {
    const key = sim.createKey('RSA_3072', ['AKIAVITRINEKMSAWS001']);
    const plaintext = randomBytes(32);
    const ciphertext = publicEncrypt({ key: key.publicKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, plaintext);
    const ask = (blob: Uint8Array) =>
      client('AKIAVITRINEKMSAWS001').send(new DecryptCommand({ KeyId: key.arn, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', CiphertextBlob: blob }));
    expect(Buffer.from((await ask(ciphertext)).Plaintext ?? [])).toEqual(plaintext);
    await expect(ask(randomBytes(384))).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('refuses whom the key does not name, a wrong signature, and a key that is to be deleted', async () => {
    const key = sim.createKey('ECC_NIST_P256', ['AKIAVITRINEKMSAWS001']);
    const ask = (kms: KMSClient) => kms.send(new GetPublicKeyCommand({ KeyId: key.arn }));
    await expect(ask(client('AKIAVITRINEKMSAZURE1'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(ask(client('AKIAVITRINEKMSAWS001', 'a guess'))).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    key.state = 'PendingDeletion';
    await expect(ask(client('AKIAVITRINEKMSAWS001'))).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
  });
});
