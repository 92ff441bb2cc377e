import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startKmsSim, startVaultSim, type KeyServiceMood, type KeyServiceServer, type KmsSim, type VaultSim } from '@vitrine/cloud-sim';
import type { SealingKey } from '@vitrine/crypto-envelope';
import { fileKeyProvider } from '../file-key-provider.js';
import { faultOf } from '../fixtures/refusal.js';
import { bytesOf, sampleRole, sealByHand } from '../fixtures/seal-by-hand.js';
import { alpha, beta } from '../fixtures/two-organizations.js';
import { sealingKeyOfPem } from '../generate-sealing-key-pair.js';
import { openCredential } from '../open-credential.js';
import { unwrapperOf } from '../held-keys.js';
import { keyServiceClient } from './key-service-client.js';
import { vaultTransitKey } from './vault-transit.key.js';

const accessKeyId = 'AKIAVITRINEKMSAWS001';
const identity = { accessKeyId, secretAccessKey: 'secret-of-the-aws-worker' };
const life = { cloud: 'aws', status: 'current', notBefore: new Date(0), expires: new Date('2027-01-01T00:00:00Z') } as const;

/** Each provider with its own server, and one key at it that the worker may use. */
describe.each(['AWS KMS, key agreement', 'AWS KMS, RSA', 'Vault transit'] as const)('a key at %s', (provider) => {
  let folder: string;
  let kms: KmsSim;
  let vault: VaultSim;
  let service: KeyServiceServer;
  let key: SealingKey;
  let keyFile: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-key-service-'));
    [kms, vault] = await Promise.all([startKmsSim({ principals: { [accessKeyId]: identity.secretAccessKey } }), startVaultSim()]);
    service = provider === 'Vault transit' ? vault : kms;
    writeFileSync(join(folder, 'identity'), JSON.stringify(identity), { mode: 0o600 });
    writeFileSync(join(folder, 'token'), 's.worker-token\n', { mode: 0o600 });
    vault.tokens.set('s.worker-token', new Set(['vitrine-aws']));
    const made =
      provider === 'Vault transit'
        ? vault.createKeyVersion('vitrine-aws')
        : kms.createKey(provider === 'AWS KMS, RSA' ? 'RSA_3072' : 'ECC_NIST_P256', [accessKeyId]);
    key = sealingKeyOfPem(made.publicKeyPem, life);
    const shared = { kid: key.kid, cloud: 'aws', status: 'current', alg: key.alg };
    const entry =
      'version' in made
        ? { provider: 'vault-transit', ...shared, endpoint: vault.origin, keyName: 'vitrine-aws', keyVersion: made.version, tokenFile: join(folder, 'token') }
        : { provider: 'aws-kms', ...shared, endpoint: kms.origin, keyArn: made.arn, identityFile: join(folder, 'identity') };
    keyFile = join(folder, 'keys.json');
    writeFileSync(keyFile, JSON.stringify({ keys: [entry] }), { mode: 0o600 });
  });
  afterAll(async () => {
    await Promise.all([kms.stop(), vault.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    service.mood = 'healthy';
  });
  const row = (context: typeof alpha | typeof beta = alpha) => ({ ...context, sealed: bytesOf(sealByHand({ key, context })) });

  it('opens what was sealed to its published half, for both organizations', async () => {
    const unwrapper = fileKeyProvider({ files: [keyFile] });
    for (const context of [alpha, beta]) {
      const secret = await openCredential(row(context), unwrapper);
      expect(await secret.use((_bytes, parse) => parse())).toEqual(sampleRole);
    }
  });

  it('fault 19: down, denying, throttling, faulty, cut, redirecting or babbling is "the key service is unavailable" and never "a bad credential"', async () => {
    const unwrapper = fileKeyProvider({ files: [keyFile] });
    const moods: KeyServiceMood[] = ['unavailable', 'denied', 'throttled', 'faulty', 'cut', 'redirecting', 'babbling'];
    const faults: string[] = [];
    for (const mood of moods) {
      service.mood = mood;
      faults.push(`${mood}: ${await faultOf(row(), unwrapper)}`);
    }
    expect(faults).toEqual(moods.map((mood) => `${mood}: key-service-unavailable`));
    // Attack: whoever answers in the service's place sends the token elsewhere.
    expect(service.requests.get('elsewhere')).toBeUndefined();
    service.mood = 'healthy';
    await expect(openCredential(row(), unwrapper)).resolves.toBeDefined();
  });

  it('says of a forged envelope that it is refused, since only that answer is about the envelope', async () => {
    const forged = sealByHand({ key, context: alpha });
    const sealed = bytesOf({ ...forged, encrypted_key: Buffer.alloc(Buffer.from(forged.encrypted_key, 'base64url').length, 7).toString('base64url') });
    expect(await faultOf({ ...alpha, sealed }, fileKeyProvider({ files: [keyFile] }))).toBe('key-refused');
  });

  it('waits when its token or identity is gone, disabled or not allowed, and needs no restart when it is renewed', async () => {
    const unwrapper = fileKeyProvider({ files: [keyFile] });
    const file = join(folder, provider === 'Vault transit' ? 'token' : 'identity');
    writeFileSync(file, '');
    expect(await faultOf(row(), unwrapper)).toBe('key-service-unavailable');
    writeFileSync(file, provider === 'Vault transit' ? 's.ended' : JSON.stringify({ ...identity, secretAccessKey: 'replaced at AWS' }));
    expect(await faultOf(row(), unwrapper)).toBe('key-service-unavailable');
    writeFileSync(file, provider === 'Vault transit' ? 's.worker-token' : JSON.stringify(identity));
    await expect(openCredential(row(), unwrapper)).resolves.toBeDefined();
  });
});

describe('a key service that accepts and stays silent', () => {
  it('is given up after its time', async () => {
    const vault = await startVaultSim();
    vault.mood = 'silent';
    const key = sealingKeyOfPem(vault.createKeyVersion('vitrine-aws').publicKeyPem, life);
    const client = keyServiceClient({ origin: vault.origin, timeoutMs: 50 });
    const held = vaultTransitKey({ mount: 'transit', keyName: 'vitrine-aws', keyVersion: 1, client, token: () => 's.any' });
    const unwrapper = unwrapperOf([{ kid: key.kid, alg: key.alg, cloud: key.cloud, ...held }]);
    expect(await faultOf({ ...alpha, sealed: bytesOf(sealByHand({ key, context: alpha })) }, unwrapper)).toBe('key-service-unavailable');
    await vault.stop();
  });
});

describe('a file that names keys at services', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-service-keys-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const entry = {
    provider: 'vault-transit',
    kid: 'A'.repeat(43),
    cloud: 'aws',
    status: 'current',
    alg: 'RSA-OAEP-256',
    endpoint: 'https://vault.example:8200',
    keyName: 'vitrine-aws',
    keyVersion: 1,
    tokenFile: '/run/secrets/vault_token',
  };
  const provide = (keys: readonly object[], mode = 0o600) => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify({ keys }));
    chmodSync(file, mode);
    return fileKeyProvider({ files: [file] });
  };

  it('says which keys it holds without asking anybody', () => {
    expect([...provide([entry]).kidsFor('aws')]).toEqual([entry.kid]);
    expect([...provide([entry]).kidsFor('azure')]).toEqual([]);
  });

  it.each([
    ['plain http to another machine, which would carry the token in the clear', { ...entry, endpoint: 'http://vault.example:8200' }],
    ['an address with a path that could end elsewhere', { ...entry, endpoint: 'https://vault.example:8200/v1' }],
    ['a key name that climbs out of its path', { ...entry, keyName: '../sys/seal' }],
    ['an unknown member', { ...entry, token: 's.in-the-file' }],
    ['an unknown provider', { ...entry, provider: 'somewhere' }],
  ])('is refused with %s', (_what, wrong) => {
    expect(() => provide([wrong])).toThrow(expect.objectContaining({ name: 'OpeningKeyError' }));
  });

  it('is refused when everybody may read or replace it, since it decides which service is asked', () => {
    expect(() => provide([entry], 0o644)).toThrow(/closed to others/);
  });
});
