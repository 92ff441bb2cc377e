import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { envelopeSchema } from '@vitrine/crypto-envelope';
import type { ForeignImplementation } from './foreign-implementation.js';

const run = promisify(execFile);

/**
 * José, the C implementation behind Clevis and Tang, as Debian 12 ships it (11): without RSA-OAEP-256, and unable to authenticate associated
 * data (it takes as many bytes of it as the header is long; seen at EVP_EncryptUpdate).
 */
export const joseInC: ForeignImplementation = {
  name: 'jose (C)',
  algorithms: ['ECDH-ES+A256KW'],
  authenticatesAssociatedData: false,
  open: (envelope, _associated, privateKey) =>
    withFiles({ 'jwe.json': JSON.stringify(envelope), 'key.jwk': JSON.stringify(privateKey) }, async (at) => {
      const { stdout } = await run('jose', ['jwe', 'dec', '-i', at('jwe.json'), '-k', at('key.jwk'), '-O', '-'], { encoding: 'buffer' });
      return stdout;
    }),
  seal: (plaintext, header, _associated, publicKey) =>
    withFiles({ 'template.json': JSON.stringify({ protected: header }), plaintext, 'key.jwk': JSON.stringify(publicKey) }, async (at) => {
      // The compact form has the ephemeral key inside the protected header; the JSON form puts it beside, where we take nothing.
      const { stdout } = await run('jose', ['jwe', 'enc', '-i', at('template.json'), '-I', at('plaintext'), '-k', at('key.jwk'), '-c']);
      const [encodedHeader, encrypted_key, iv, ciphertext, tag] = stdout.trim().split('.');
      return envelopeSchema.parse({ protected: encodedHeader, encrypted_key, iv, ciphertext, tag });
    }),
  stop: () => undefined,
};

async function withFiles<T>(files: Readonly<Record<string, string | Uint8Array>>, work: (at: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-foreign-'));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content, { mode: 0o600 });
    return await work((name) => join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
