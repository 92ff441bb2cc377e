import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeLoopbackCertificate } from '@vitrine/cloud-sim';
import { OpeningKeyError } from '../open-error.js';
import { keyAtService, namesServiceKeys, parseServiceKeySet, serviceKeySetSchema } from './service-key-set.js';

const shared = { kid: 'A'.repeat(43), cloud: 'aws', status: 'current' };
const arn = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const kms = { provider: 'aws-kms', ...shared, alg: 'ECDH-ES+A256KW', keyArn: arn, identityFile: '/run/secrets/identity' };
const vault = {
  provider: 'vault-transit',
  ...shared,
  alg: 'RSA-OAEP-256',
  endpoint: 'https://vault.example:8200',
  keyName: 'k',
  keyVersion: 1,
  tokenFile: '/t',
};
const takes = (key: object): boolean => serviceKeySetSchema.safeParse({ keys: [key] }).success;

describe('where a key at a service is, as the operator writes it', () => {
  it('is an ARN of a key in one region, never an alias, which can be pointed at another key', () => {
    for (const keyArn of [arn, arn.replace('aws', 'aws-us-gov'), `arn:aws:kms:${'r'.repeat(32)}:111122223333:key/${'k'.repeat(64)}`])
      expect([keyArn, takes({ ...kms, keyArn })]).toEqual([keyArn, true]);
    const wrong = [
      arn.replace(':key/', ':alias/'),
      `x${arn}`,
      `${arn}/x`,
      arn.replace(':kms:', ':s3:'),
      arn.replace('eu-central-1', 'eu1'),
      arn.replace('eu-central-1', 'eu-central-1.evil.example/'),
      arn.replace('eu-central-1', 'EU-central-1'),
      arn.replace('111122223333', '11112222333'),
      arn.replace('aws', 'aws.evil'),
      arn.replace('aws', 'aws-abcdefghijk'),
      `arn:aws:kms:${'r'.repeat(33)}:111122223333:key/k`,
      `arn:aws:kms:eu-central-1:111122223333:key/`,
      `arn:aws:kms:eu-central-1:111122223333:key/${'k'.repeat(65)}`,
    ];
    for (const keyArn of wrong) expect([keyArn, takes({ ...kms, keyArn })]).toEqual([keyArn, false]);
    expect(takes({ ...kms, alg: 'RSA-OAEP-256' })).toBe(true);
    expect(takes({ ...kms, identityFile: '' })).toBe(false);
    expect(takes({ ...kms, secretAccessKey: 'x' })).toBe(false);
  });

  it('answers at an https origin, or in the clear on this machine alone', () => {
    for (const endpoint of ['https://vault.example', 'https://vault.example:8200', 'http://127.0.0.1:8200', 'http://[::1]:8200']) {
      expect([endpoint, takes({ ...vault, endpoint }), takes({ ...kms, endpoint })]).toEqual([endpoint, true, true]);
    }
    for (const endpoint of [
      'http://vault.example',
      'http://localhost:8200',
      'https://vault.example/',
      'https://vault.example/v1',
      'https://u@vault.example',
      'ftp://127.0.0.1',
      'file:///etc',
      'vault',
      '',
    ]) {
      expect([endpoint, takes({ ...vault, endpoint }), takes({ ...kms, endpoint })]).toEqual([endpoint, false, false]);
    }
  });

  it('is a name at a mount, each one segment of a path', () => {
    expect(serviceKeySetSchema.parse({ keys: [vault] }).keys[0]).toMatchObject({ mount: 'transit' });
    for (const member of ['keyName', 'mount', 'namespace']) {
      for (const part of ['a', '9', 'a_.-9', `a${'b'.repeat(127)}`]) expect([member, part, takes({ ...vault, [member]: part })]).toEqual([member, part, true]);
      for (const part of ['', '.', '..', '-a', '_a', 'a/b', 'a b', 'a%2fb', `a${'b'.repeat(128)}`])
        expect([member, part, takes({ ...vault, [member]: part })]).toEqual([member, part, false]);
    }
    for (const keyVersion of [0, 1.5, '1']) expect(takes({ ...vault, keyVersion })).toBe(false);
    for (const change of [{ alg: 'ECDH-ES+A256KW' }, { tokenFile: '' }, { authorityFile: '' }, { token: 'x' }])
      expect(takes({ ...vault, ...change })).toBe(false);
    expect(takes({ ...vault, authorityFile: '/ca.pem' })).toBe(true);
  });

  it('says where a set is malformed and quotes nothing of it', () => {
    expect(() => parseServiceKeySet({ keys: [{ ...kms, keyArn: 'CANARY', identityFile: '' }] })).toThrow(
      'the set of service keys is malformed at keys.0.keyArn, keys.0.identityFile',
    );
    expect(parseServiceKeySet({ keys: Array(64).fill(kms) }).keys).toHaveLength(64);
    expect(() => parseServiceKeySet({ keys: Array(65).fill(kms) })).toThrow('malformed at keys');
    expect(() => parseServiceKeySet({ keys: [] })).toThrow('malformed at keys');
  });

  it('is reached by TLS with the authority that its entry names, and says which file cannot be read', async () => {
    const { caCertificatePem, certificatePem, privateKeyPem } = await makeLoopbackCertificate();
    const asked: (string | string[] | undefined)[] = [];
    const server = createServer({ cert: certificatePem, key: privateKeyPem }, (request, response) => {
      asked.push(request.url, request.headers['x-vault-token'], request.headers['x-vault-namespace']);
      response.end(JSON.stringify({ data: { plaintext: Buffer.from('content').toString('base64') } }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-authority-'));
    try {
      const { port } = server.address() as AddressInfo; // a listening TCP server has one
      const [authorityFile, tokenFile] = [join(folder, 'ca.pem'), join(folder, 'token')];
      const [key] = parseServiceKeySet({
        keys: [{ ...vault, endpoint: `https://127.0.0.1:${String(port)}`, authorityFile, tokenFile, namespace: 'team', mount: 'ours' }],
      }).keys;
      if (key === undefined) throw new Error('one key was written');
      expect(() => keyAtService(key)).toThrow(new OpeningKeyError(`${authorityFile}: cannot be read`));
      writeFileSync(authorityFile, caCertificatePem);
      writeFileSync(tokenFile, 's.worker\n');
      const unwrapped = keyAtService(key).unwrap({ kid: key.kid, alg: 'RSA-OAEP-256', encryptedKey: Buffer.from('wrapped'), epk: null });
      expect(String(await unwrapped)).toBe('content');
      expect(asked).toEqual(['/v1/ours/decrypt/k', 's.worker', 'team']);
    } finally {
      rmSync(folder, { recursive: true });
      server.closeAllConnections();
      server.close();
    }
  });

  it('is told from a set of private keys by naming providers', () => {
    expect(namesServiceKeys({ keys: [kms] })).toBe(true);
    for (const json of [{ keys: [] }, { keys: [{ kty: 'EC' }] }, { keys: [kms, { kty: 'EC' }] }, { keys: [{ provider: 1 }] }, {}, null])
      expect(namesServiceKeys(json)).toBe(false);
  });
});
