import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { OpeningKeyError } from '../open-error.js';
import { KeyServiceUnavailable, type WrappedKey } from '../unwrapper.js';
import { awsKmsKey } from './aws-kms.key.js';
import type { KeyAtService } from './key-at-service.js';
import { jsonOf, type KeyServiceAnswer, type KeyServiceClient } from './key-service-client.js';
import { vaultTransitKey } from './vault-transit.key.js';

interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A service that gives one answer and remembers the question. */
function answering(status: number, body: unknown): { client: KeyServiceClient; asked: Asked[]; answer: KeyServiceAnswer } {
  const answer = { status, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
  const asked: Asked[] = [];
  const client: KeyServiceClient = {
    post: (path, headers, text) => {
      asked.push({ path, headers, body: JSON.parse(text) });
      return Promise.resolve(answer);
    },
  };
  return { client, asked, answer };
}

const keyArn = 'arn:aws:kms:eu-central-1:111122223333:key/one';
const kms = (client: KeyServiceClient, identity = () => ({ accessKeyId: 'AKIAVITRINEKMSAWS001', secretAccessKey: 'secret' })): KeyAtService =>
  awsKmsKey({ keyArn, origin: 'https://kms.eu-central-1.amazonaws.com', client, identity });
const transit = (client: KeyServiceClient, more: { namespace?: string; token?: () => string } = {}): KeyAtService =>
  vaultTransitKey({ mount: 'transit', keyName: 'vitrine-aws', keyVersion: 3, client, token: () => 's.token', ...more });

const rsa: WrappedKey = { kid: 'k', alg: 'RSA-OAEP-256', encryptedKey: Buffer.from('wrapped'), epk: null };
const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const agreed: WrappedKey = { kid: 'k', alg: 'ECDH-ES+A256KW', encryptedKey: Buffer.alloc(40), epk: { kty: 'EC', crv: 'P-256', x, y } };
const outcomeOf = async (unwrapped: Promise<Buffer>): Promise<string> =>
  unwrapped.then(
    (key) => `key ${String(key)}`,
    (error: unknown) => (error instanceof KeyServiceUnavailable || error instanceof OpeningKeyError ? `${error.name}: ${error.message}` : 'another error'),
  );

describe('AWS KMS, asked for one content key', () => {
  it('is asked for that key and algorithm, signed, and its answer is wiped', async () => {
    const { client, asked, answer } = answering(200, { Plaintext: Buffer.from('content').toString('base64') });
    expect(await outcomeOf(kms(client).unwrap(rsa))).toBe('key content');
    expect(asked).toEqual([
      {
        path: '/',
        headers: expect.objectContaining({
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'TrentService.Decrypt',
          host: 'kms.eu-central-1.amazonaws.com',
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIAVITRINEKMSAWS001\/\d{8}\/eu-central-1\/kms\/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target, /,
          ),
        }),
        body: { KeyId: keyArn, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', CiphertextBlob: Buffer.from('wrapped').toString('base64') },
      },
    ]);
    expect(answer.body.every((byte) => byte === 0)).toBe(true);
  });

  it('is asked for an agreement with the envelope’s own ephemeral key, and for none where there is none or it is off the curve', async () => {
    const { client, asked } = answering(200, { SharedSecret: Buffer.alloc(32).toString('base64') });
    expect(await outcomeOf(kms(client).unwrap(agreed))).toBe('another error');
    expect(asked.map(({ headers, body }) => [headers['x-amz-target'], body])).toEqual([
      [
        'TrentService.DeriveSharedSecret',
        { KeyId: keyArn, KeyAgreementAlgorithm: 'ECDH', PublicKey: expect.stringMatching(/^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/) },
      ],
    ]);
    expect(await outcomeOf(kms(client).unwrap({ ...agreed, epk: null }))).toBe('OpeningKeyError: no ephemeral key');
    expect(await outcomeOf(kms(client).unwrap({ ...agreed, epk: { kty: 'EC', crv: 'P-256', x, y: x } }))).toBe('another error');
    expect(asked).toHaveLength(1);
  });

  it('says with one answer alone that the envelope is at fault; every other makes the job wait', async () => {
    const told = (status: number, body: unknown): Promise<string> => outcomeOf(kms(answering(status, body).client).unwrap(rsa));
    expect(await told(400, { __type: 'InvalidCiphertextException' })).toBe('OpeningKeyError: refused by the key service');
    expect(await told(400, { __type: 'com.amazonaws.kms#InvalidCiphertextException' })).toBe('OpeningKeyError: refused by the key service');
    const wait = 'KeyServiceUnavailable: refused to answer';
    for (const type of ['DisabledException', 'InvalidCiphertextException#Other', 'IncorrectKeyException', ''])
      expect(await told(400, { __type: type })).toBe(wait);
    expect(await told(500, { __type: 'InvalidCiphertextException' })).toBe(wait);
    expect(await told(400, 'no JSON')).toBe(wait);
    expect(await told(201, { Plaintext: 'AAAA' })).toBe(wait);
    for (const body of ['no JSON', {}, { Plaintext: '' }, { Plaintext: '!' }, { SharedSecret: 'AAAA' }])
      expect(await told(200, body)).toBe('KeyServiceUnavailable: not an answer');
    const nobody = (): never => {
      throw new Error('the file is gone');
    };
    expect(await outcomeOf(kms(answering(200, {}).client, nobody).unwrap(rsa))).toBe('KeyServiceUnavailable: no identity');
  });
});

describe('Vault transit, asked for one content key', () => {
  const plain = { data: { plaintext: Buffer.from('content').toString('base64') } };

  it('is asked at its mount for that key and version, with the token and the namespace there is, and its answer is wiped', async () => {
    const { client, asked, answer } = answering(200, plain);
    expect(await outcomeOf(transit(client).unwrap(rsa))).toBe('key content');
    expect(answer.body.every((byte) => byte === 0)).toBe(true);
    const headers = { 'content-type': 'application/json', 'x-vault-request': 'true', 'x-vault-token': 's.token' };
    const body = { ciphertext: `vault:v3:${Buffer.from('wrapped').toString('base64')}` };
    expect(asked).toEqual([{ path: '/v1/transit/decrypt/vitrine-aws', headers, body }]);
    const spaced = answering(200, plain);
    await transit(spaced.client, { namespace: 'team' }).unwrap(rsa);
    expect(spaced.asked[0]?.headers).toEqual({ ...headers, 'x-vault-namespace': 'team' });
  });

  it('is not asked for an agreement, which it cannot do', async () => {
    const { client, asked } = answering(200, plain);
    expect(await outcomeOf(transit(client).unwrap(agreed))).toBe('OpeningKeyError: transit decrypts RSA only');
    expect(asked).toEqual([]);
  });

  it('says with one sentence alone that the envelope is at fault; every other answer makes the job wait', async () => {
    const told = (status: number, body: unknown): Promise<string> => outcomeOf(transit(answering(status, body).client).unwrap(rsa));
    const sentence = '1 error occurred:\n\t* failed to RSA decrypt the ciphertext: crypto/rsa: decryption error\n';
    expect(await told(500, { errors: ['other', sentence] })).toBe('OpeningKeyError: refused by the key service');
    for (const body of [{ errors: [] }, { errors: ['Vault is sealed'] }, { errors: sentence }, 'no JSON', {}])
      expect(await told(500, body)).toBe('KeyServiceUnavailable: refused to answer');
    expect(await told(204, plain)).toBe('KeyServiceUnavailable: refused to answer');
    for (const body of ['no JSON', {}, { data: {} }, { data: { plaintext: '' } }, { data: { plaintext: '!' } }])
      expect(await told(200, body)).toBe('KeyServiceUnavailable: not an answer');
    const nobody = (): never => {
      throw new Error('the file is gone');
    };
    expect(await outcomeOf(transit(answering(200, plain).client, { token: nobody }).unwrap(rsa))).toBe('KeyServiceUnavailable: no token');
  });
});

describe('an answer', () => {
  it('that is no JSON is none', () => {
    expect(jsonOf({ status: 200, body: Buffer.from('{"a":1}') })).toEqual({ a: 1 });
    expect(jsonOf({ status: 200, body: Buffer.from('<html>') })).toBeNull();
    expect(String(new KeyServiceUnavailable('x'))).toBe('KeyServiceUnavailable: x');
  });
});
