import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const tool = resolve(import.meta.dirname, '../../../deploy/federation-keys.mjs');
const publicSchema = z.strictObject({
  keys: z.array(
    z.strictObject({ ...{ kty: z.literal('RSA'), use: z.literal('sig'), alg: z.literal('RS256') }, kid: z.string(), n: z.string(), e: z.string() }),
  ),
});
const privateSchema = z.looseObject({ kid: z.string(), d: z.string() });

describe('deploy/federation-keys.mjs: a change of the key that signs assertions', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vitrine-federation-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const step = (name: string): void => void execFileSync(process.execPath, [tool, name, folder], { stdio: 'ignore' });
  /** Strict: a private member in the published set fails the parsing. */
  const published = (): string[] => publicSchema.parse(JSON.parse(readFileSync(join(folder, 'federation_public.json'), 'utf8'))).keys.map(({ kid }) => kid);
  const signing = (): string => privateSchema.parse(JSON.parse(readFileSync(join(folder, 'federation_key.json'), 'utf8'))).kid;

  it('publishes what signs at every step, and the neighbour around the change, so that no customer has to do anything', () => {
    step('make');
    const first = signing();
    expect(published()).toEqual([first]);
    step('next');
    expect([signing(), published().length, published()[0]]).toEqual([first, 2, first]);
    step('promote');
    const second = signing();
    // Assertions of the old key live five minutes more.
    expect([second === first, published()]).toEqual([false, [second, first]]);
    step('retire');
    expect(published()).toEqual([second]);
    expect(statSync(join(folder, 'federation_key.json')).mode & 0o777).toBe(0o600);
  });

  it('says at each step whom to make anew: through a mount of before, the API would publish the old set for ever and the workers sign with the old key', () => {
    const said = (name: string): string => execFileSync(process.execPath, [tool, name, folder], { encoding: 'utf8' });
    expect(said('next')).toContain('docker compose up -d --force-recreate api\n');
    expect(said('promote')).toContain('docker compose up -d --force-recreate worker-aws worker-azure worker-gcp\n');
    expect(said('retire')).toContain('docker compose up -d --force-recreate api\n');
  });

  it('makes no key over another: a lost one breaks every sign-in', () => {
    const before = signing();
    expect(spawnSync(process.execPath, [tool, 'make', folder]).status).toBe(1);
    expect(spawnSync(process.execPath, [tool, 'promote', folder]).status).toBe(1);
    expect(signing()).toBe(before);
  });
});
