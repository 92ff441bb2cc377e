import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clouds, parseSealingKeySet } from '@vitrine/crypto-envelope';
import { bytesOf, sampleRole, sealByHand } from './fixtures/seal-by-hand.js';
import { alpha } from './fixtures/two-organizations.js';
import { keyProviderOf, localKeyProvider } from './local-key-provider.js';
import { createLocalKeySet, writeLocalKeySet, type LocalKeyFiles, type LocalKeySet } from './local-key-set.js';
import { openCredential } from './open-credential.js';
import type { OpeningKey } from './opening-key-set.js';

const root = mkdtempSync(join(tmpdir(), 'vitrine-keys-'));
const directory = join(root, 'keys');
let keySet: LocalKeySet;
let files: LocalKeyFiles;
beforeAll(async () => {
  keySet = await createLocalKeySet({ now: new Date('2026-11-22T00:00:00Z') });
  files = await writeLocalKeySet(directory, keySet);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function aws(): OpeningKey {
  const key = keySet.privateJwks.keys.find(({ cloud }) => cloud === 'aws');
  if (key === undefined) throw new Error('one key per cloud');
  return key;
}

describe('key files for development and the embedded edition', () => {
  it('are one private file per cloud, closed to all but their owner, and one public set', () => {
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const cloud of clouds) expect(statSync(files.privateFiles[cloud]).mode & 0o777).toBe(0o600);
    const published = readFileSync(files.publicFile, 'utf8');
    expect(parseSealingKeySet(JSON.parse(published)).keys.map(({ cloud }) => cloud)).toEqual([...clouds]);
    for (const { d } of keySet.privateJwks.keys) expect(published).not.toContain(d);
  });

  it('are never overwritten: a lost private key makes every envelope sealed to it unreadable', async () => {
    const before = readFileSync(files.privateFiles.aws, 'utf8');
    await expect(writeLocalKeySet(directory, await createLocalKeySet())).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(files.privateFiles.aws, 'utf8')).toBe(before);
  });

  it('live thirty days unless told otherwise', () => {
    const [key] = keySet.publicJwks.keys;
    expect([key?.nbf, key?.exp]).toEqual([Date.UTC(2026, 10, 22) / 1000, Date.UTC(2026, 11, 22) / 1000]);
  });
});

describe('a provider over key files', () => {
  it('serves exactly the clouds whose files it was given', () => {
    const provider = localKeyProvider({ files: [files.privateFiles.aws] });
    expect([...provider.kidsFor('aws')]).toEqual([aws().kid]);
    expect(provider.kidsFor('azure').size + provider.kidsFor('gcp').size).toBe(0);
  });

  it('reads its files once, so that they can be unmounted afterwards', async () => {
    const moved = join(root, 'once.json');
    writeFileSync(moved, readFileSync(files.privateFiles.aws), { mode: 0o600 });
    const provider = localKeyProvider({ files: [moved] });
    rmSync(moved);
    expect(existsSync(moved)).toBe(false);
    const { d: _d, ...publicKey } = aws();
    const [key] = parseSealingKeySet({ keys: [publicKey] }).keys;
    if (key === undefined) throw new Error('one key');
    const secret = await openCredential({ ...alpha, sealed: bytesOf(sealByHand({ key, context: alpha })) }, provider);
    expect(await secret.use((_bytes, parse) => parse())).toEqual(sampleRole);
  });

  it.each([0o644, 0o604, 0o660, 0o620])('refuses a file of mode %o, which others can read or its group can replace', (mode) => {
    const open = join(root, `open-${mode.toString(8)}.json`);
    writeFileSync(open, readFileSync(files.privateFiles.aws), { mode: 0o600 });
    chmodSync(open, mode);
    expect(() => localKeyProvider({ files: [open] })).toThrow('must be closed to others');
    chmodSync(open, 0o440);
    expect(localKeyProvider({ files: [open] }).kidsFor('aws').size).toBe(1);
  });

  it('names the file and never quotes it when it is missing, not JSON, or not a key set', () => {
    const bad = join(root, 'bad.json');
    expect(() => localKeyProvider({ files: [bad] })).toThrow(`${bad}: cannot be read`);
    for (const text of [`{"keys":[{"d":"${aws().d}"`, `{"keys":[{"d":"${aws().d}"}]}`, '{"keys":[]}']) {
      writeFileSync(bad, text, { mode: 0o600 });
      let message = '';
      try {
        localKeyProvider({ files: [bad] });
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain(bad);
      expect(message).not.toContain(aws().d.slice(0, 8));
    }
  });
});

describe('a set of private keys', () => {
  it('is refused when a key serves two clouds, or its id is not its thumbprint', () => {
    expect(() => keyProviderOf({ keys: [aws(), { ...aws(), cloud: 'azure' }] })).toThrow('twice');
    expect(() => keyProviderOf({ keys: [{ ...aws(), kid: 'A'.repeat(43) }] })).toThrow('thumbprint');
  });

  it('keeps retired keys for opening, so that rotation can re-seal without stopping audits', () => {
    expect(keyProviderOf({ keys: [{ ...aws(), status: 'retired' }] }).kidsFor('aws').size).toBe(1);
  });

  it('uses a key for its own algorithm only, so that no EC key ever reaches another primitive', async () => {
    const encryptedKey = new Uint8Array(384);
    const wrapped = { alg: 'RSA-OAEP-256', kid: aws().kid, encryptedKey, epk: null } as const;
    await expect(keyProviderOf(keySet.privateJwks).unwrap(wrapped)).rejects.toThrow('no such key');
  });

  it('shows no private number when printed', () => {
    expect(JSON.stringify(keyProviderOf(keySet.privateJwks))).toBe('{}');
  });
});
