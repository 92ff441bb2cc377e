import { mkdtempSync, readFileSync, rmSync, statSync, chmodSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { acceptedKids, currentSealingKey, parseSealingKeySet, type SealingKeySet } from '@vitrine/crypto-envelope';
import { bytesOf, sealByHand } from './fixtures/seal-by-hand.js';
import { alpha } from './fixtures/two-organizations.js';
import { generateSealingKeyPair } from './generate-sealing-key-pair.js';
import { destroyRetiredKeys, prepareEpoch, promoteEpoch, publicHalf, publishEpoch } from './local-key-epochs.js';
import { localKeyProvider } from './local-key-provider.js';
import { createLocalKeySet, writeLocalKeySet, type LocalKeyFiles } from './local-key-set.js';
import { openCredential } from './open-credential.js';

describe('the life of an epoch in local files', () => {
  const now = new Date('2026-11-22T00:00:00Z');
  let root: string;
  let files: LocalKeyFiles;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'vitrine-epochs-'));
    files = await writeLocalKeySet(join(root, 'keys'), await createLocalKeySet({ now }));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const published = (): SealingKeySet => parseSealingKeySet(JSON.parse(readFileSync(files.publicFile, 'utf8')));
  const statuses = (): string[] => published().keys.map(({ cloud, status }) => `${cloud} ${status}`);
  const prepare = () => prepareEpoch(files, { now, lifetimeDays: 30 });

  it('is prepared before it is published: who opens reads a key before anybody seals to it', async () => {
    await prepare();
    expect(statuses()).toEqual(['aws current', 'azure current', 'gcp current']);
    expect(localKeyProvider({ files: [files.privateFiles.aws] }).kidsFor('aws').size).toBe(2);
    await expect(promoteEpoch(files)).rejects.toThrow(/no next epoch of aws is published/);
    // Nothing moved: the API still seals to the key that every opener has.
    expect(statuses()).toEqual(['aws current', 'azure current', 'gcp current']);
    await publishEpoch(files);
    expect(statuses().sort()).toEqual(['aws current', 'aws next', 'azure current', 'azure next', 'gcp current', 'gcp next']);
    // `GET /v1/sealing-keys` says all that a client needs, and the API takes either key.
    expect(acceptedKids(published(), 'aws.role', now).size).toBe(2);
    for (const key of published().keys)
      expect(key).toEqual(expect.objectContaining({ kid: expect.any(String), nbf: expect.any(Number), exp: expect.any(Number) }));
  });

  it('is promoted: the API seals to it, and takes the key before it no more', async () => {
    const before = currentSealingKey(published(), 'aws.role', now);
    await prepare();
    await publishEpoch(files);
    await promoteEpoch(files);
    const after = currentSealingKey(published(), 'aws.role', now);
    expect(after.kid).not.toBe(before.kid);
    expect([...acceptedKids(published(), 'aws.role', now)]).toEqual([after.kid]);
    // Envelopes of the old epoch still open until it is destroyed.
    const sealed = bytesOf(sealByHand({ key: before, context: alpha }));
    await expect(openCredential({ ...alpha, sealed }, localKeyProvider({ files: [files.privateFiles.aws] }))).resolves.toBeDefined();
    expect(await destroyRetiredKeys(files)).toContain(before.kid);
    await expect(openCredential({ ...alpha, sealed }, localKeyProvider({ files: [files.privateFiles.aws] }))).rejects.toMatchObject({ code: 'open_failed' });
  });

  it('destroys retired keys only, and none twice', async () => {
    expect(await destroyRetiredKeys(files)).toEqual([]);
    await prepare();
    await publishEpoch(files);
    expect(await destroyRetiredKeys(files)).toEqual([]);
    await promoteEpoch(files);
    expect(await destroyRetiredKeys(files)).toHaveLength(3);
    expect(await destroyRetiredKeys(files)).toEqual([]);
  });

  it('begins with a next key of every cloud, which ends when it was told to', async () => {
    await expect(publishEpoch(files)).rejects.toThrow(/no next key of aws/);
    await prepare();
    await publishEpoch(files);
    const next = published().keys.filter(({ status }) => status === 'next');
    expect(next.map(({ cloud, nbf, exp }) => [cloud, nbf, exp])).toEqual(
      ['aws', 'azure', 'gcp'].map((cloud) => [cloud, now.getTime() / 1_000, now.getTime() / 1_000 + 30 * 86_400]),
    );
  });

  it('is promoted in all clouds or in none: a cloud whose next key is missing keeps all where they are', async () => {
    await prepare();
    await publishEpoch(files);
    const before = published();
    const withoutNext = { keys: before.keys.filter(({ cloud, status }) => cloud !== 'gcp' || status !== 'next') };
    writeFileSync(files.publicFile, JSON.stringify(withoutNext));
    await expect(promoteEpoch(files)).rejects.toThrow(/no next epoch of gcp is published/);
    expect(published()).toEqual(withoutNext);
    expect(localKeyProvider({ files: [files.privateFiles.aws] }).kidsFor('aws').size).toBe(2);
  });

  it('leaves a file alone that holds no retired key, since every rewriting is a chance to lose it', async () => {
    await prepare();
    await publishEpoch(files);
    await promoteEpoch(files);
    const gcp = JSON.parse(readFileSync(files.privateFiles.gcp, 'utf8')) as { keys: { status: string }[] }; // written by us a moment ago
    writeFileSync(files.privateFiles.gcp, JSON.stringify({ keys: gcp.keys.filter(({ status }) => status !== 'retired') }));
    const { ino } = statSync(files.privateFiles.gcp);
    expect(await destroyRetiredKeys(files)).toHaveLength(2);
    expect(statSync(files.privateFiles.gcp).ino).toBe(ino);
  });

  it('publishes of an RSA key its two public numbers alone', async () => {
    const { privateKey, publicKey } = await generateSealingKeyPair({
      cloud: 'aws',
      status: 'next',
      notBefore: now,
      expires: new Date(now.getTime() + 1_000),
      alg: 'RSA-OAEP-256',
    });
    expect(Object.keys(publicHalf(privateKey)).sort()).toEqual(Object.keys(publicKey).sort());
    expect(publicHalf(privateKey)).not.toHaveProperty('d');
  });

  it('allows one next epoch at a time', async () => {
    await prepare();
    await expect(prepare()).rejects.toThrow(/prepared already/);
  });

  it('keeps mode and secrets where they are', async () => {
    chmodSync(files.privateFiles.aws, 0o440);
    await prepare();
    await publishEpoch(files);
    expect(statSync(files.privateFiles.aws).mode & 0o777).toBe(0o440);
    expect(statSync(files.publicFile).mode & 0o777).toBe(0o644);
    expect(readFileSync(files.publicFile, 'utf8')).not.toMatch(/"d"/);
  });
});
