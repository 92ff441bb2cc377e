import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { settingNames } from '../config.js';
import { openApiHouse, type ApiHouse } from '../testing/api-house.js';
import { FederationKeys } from './federation-keys.js';

const issuer = 'https://vitrine.example';
const pairOf = (kid: string) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const marks = { kid, use: 'sig', alg: 'RS256' };
  return { open: { ...publicKey.export({ format: 'jwk' }), ...marks }, secret: { ...privateKey.export({ format: 'jwk' }), ...marks } };
};
const [now, next] = [pairOf('2026-11'), pairOf('2026-12')];

describe('Vitrine as the issuer of its workers’ assertions', () => {
  let house: ApiHouse;
  let without: ApiHouse;
  let folder: string;
  const file = () => join(folder, 'federation_public.json');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-federation-'));
    await writeFile(file(), JSON.stringify({ keys: [now.open] }));
    [house, without] = await Promise.all([
      openApiHouse({ environment: { VITRINE_FEDERATION_ISSUER: issuer, VITRINE_FEDERATION_KEYS_FILE: file() } }),
      openApiHouse(),
    ]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([house.stop(), without.stop()]);
    await rm(folder, { recursive: true });
  });

  it('publishes discovery and keys to anybody, to be kept for five minutes', async () => {
    const discovery = await house.api.send('GET', '/.well-known/openid-configuration');
    expect([discovery.status, discovery.headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    expect(discovery.body).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json`, id_token_signing_alg_values_supported: ['RS256'] });
    const keys = await house.api.send('GET', '/.well-known/jwks.json');
    expect([keys.status, keys.headers.get('cache-control'), keys.body]).toEqual([200, 'public, max-age=300', { keys: [now.open] }]);
  });

  it('publishes two keys around a change, without a restart', async () => {
    await writeFile(file(), JSON.stringify({ keys: [now.open, next.open] }));
    const { body } = await house.api.send('GET', '/.well-known/jwks.json');
    expect(body).toEqual({ keys: [now.open, next.open] });
  });

  it('404 where the operator set no keys: nothing is published that nobody signs with', async () => {
    for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) expect((await without.api.send('GET', path)).status).toBe(404);
  });

  it.each([
    ['a private key: the API could mint', () => ({ keys: [now.secret] })],
    ['a shared secret', () => ({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'x1234', alg: 'HS256', use: 'sig' }] })],
    ['two keys of one kid', () => ({ keys: [now.open, { ...next.open, kid: now.open.kid }] })],
    [
      'a key of 1024 bits',
      () => ({ keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }), kid: 'weak', use: 'sig', alg: 'RS256' }] }),
    ],
    ['no key', () => ({ keys: [] })],
  ])('does not start with %s', async (_what, set) => {
    const wrong = join(folder, 'wrong.json');
    await writeFile(wrong, JSON.stringify(set()));
    expect(() => FederationKeys.fromFile(wrong)).toThrow(expect.objectContaining({ code: 'config-invalid' }));
  });

  it('has no setting that could hold a signing key', () => {
    expect(settingNames.filter((name) => name.startsWith('VITRINE_FEDERATION'))).toEqual(['VITRINE_FEDERATION_ISSUER', 'VITRINE_FEDERATION_KEYS_FILE']);
  });
});
