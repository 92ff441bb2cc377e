import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { associatedData, envelopeSchema } from '@vitrine/crypto-envelope';
import { build, transform } from 'esbuild';
import { openByHand } from './fixtures/open-by-hand.js';
import { makeTestKey } from './fixtures/test-key.js';
import { alpha } from './fixtures/two-organizations.js';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-seal-bundle-'));
let bundle = '';

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./browser.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    // A browser has no `node:` module: an import of one would fail the build here.
    platform: 'browser',
    conditions: ['@vitrine/source'],
    logLevel: 'silent',
  });
  bundle = outputFiles[0]?.text ?? '';
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('the sealing package as a browser gets it', () => {
  it('holds nothing that opens (CF-15: the API tier never decrypts)', () => {
    expect(bundle).toContain('FlattenedEncrypt');
    expect(bundle).not.toMatch(
      /flattenedDecrypt|compactDecrypt|generalDecrypt|JWEDecryptionFailed|subtle\.decrypt|createDecipheriv|privateDecrypt|diffieHellman/,
    );
    expect(bundle).not.toMatch(/from\s*["']node:|require\(["']node:/);
  });

  it('is small enough to be read and pinned: below 160 kB minified, since schemas are imported so that unused ones fall away', async () => {
    const { code } = await transform(bundle, { minify: true, format: 'esm' });
    expect(code.length).toBeLessThan(160_000);
  });

  it('seals without Buffer and process, and what it sealed opens', () => {
    const { key, privateKey } = makeTestKey('aws');
    const request = {
      credential: { kind: 'aws.role', roleArn: 'arn:aws:iam::123456789012:role/Reader', externalId: 'external-id' },
      context: alpha,
      key,
    };
    writeFileSync(join(directory, 'seal.mjs'), bundle);
    const page = `
      const print = console.log;
      delete globalThis.Buffer; delete globalThis.process; delete globalThis.global;
      const { sealCredential } = await import('./seal.mjs');
      print(JSON.stringify((await sealCredential(${JSON.stringify(request)})).envelope));`;
    writeFileSync(join(directory, 'page.mjs'), page);
    const printed = execFileSync(process.execPath, [join(directory, 'page.mjs')], { encoding: 'utf8' });
    const envelope = envelopeSchema.parse(JSON.parse(printed));
    const plaintext = openByHand(envelope, privateKey, Buffer.from(associatedData(alpha)).toString());
    expect(JSON.parse(plaintext)).toMatchObject({ org: alpha.organizationId, externalId: 'external-id' });
  });
});
