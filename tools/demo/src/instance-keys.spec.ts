import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseOpeningKeySet } from '@vitrine/crypto-open';
import { openInstanceFolder } from './instance-folder.js';
import { ensureInstanceKeys } from './instance-keys.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrine-instance-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = new Date('2026-11-22T00:00:00Z');
const kids = (file: string): string[] => parseOpeningKeySet(JSON.parse(readFileSync(file, 'utf8'))).keys.map(({ kid }) => kid);

describe('the sealing keys of an embedded instance', () => {
  it('are made once, closed to everybody else, and one private file per cloud', async () => {
    const instance = openInstanceFolder(join(folder, 'vitrine'));
    const first = await ensureInstanceKeys(instance, start);
    const again = await ensureInstanceKeys(instance, new Date('2027-10-01T00:00:00Z'));
    expect(readFileSync(again.publicFile, 'utf8')).toBe(readFileSync(first.publicFile, 'utf8'));
    for (const file of Object.values(first.privateFiles)) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(new Set(Object.values(first.privateFiles).flatMap(kids)).size).toBe(3);
  });

  it('are renewed before they end, and the old private key stays, since its envelopes do', async () => {
    const instance = openInstanceFolder(join(folder, 'vitrine'));
    const { privateFiles, publicFile } = await ensureInstanceKeys(instance, start);
    const [old = ''] = kids(privateFiles.aws);
    await ensureInstanceKeys(instance, new Date('2027-11-22T00:00:00Z'));
    expect(kids(privateFiles.aws)).toHaveLength(2);
    expect(kids(privateFiles.aws)).toContain(old);
    expect(readFileSync(publicFile, 'utf8')).not.toContain(old);
  });
});

describe('the folder of an embedded instance', () => {
  it('keeps a secret once made, in a 0600 file', () => {
    const instance = openInstanceFolder(join(folder, 'vitrine'));
    const file = instance.secretFile('x', () => 'one');
    expect(
      readFileSync(
        instance.secretFile('x', () => 'two'),
        'utf8',
      ),
    ).toBe('one');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'vitrine', 'secrets')).mode & 0o777).toBe(0o700);
  });

  it('refuses one that others may write to: they could plant keys', () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    expect(() => openInstanceFolder(open)).toThrow('not ours alone');
  });
});
