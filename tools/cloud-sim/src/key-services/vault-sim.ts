import { constants, generateKeyPairSync, privateDecrypt, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { SimRequest } from '../http/sim-request.js';
import type { SimResponse } from '../http/cloud-handler.js';
import { startKeyServiceServer, type KeyServiceServer } from './key-service-server.js';

export interface VaultSim extends KeyServiceServer {
  /** What `vault write transit/keys/NAME type=rsa-3072`, or a rotation of it, would make. @returns version and public half of that version (PEM) */
  createKeyVersion(name: string): { readonly version: number; readonly publicKeyPem: string };
  /** What `min_decryption_version` and `trim` do: versions below are gone for good. */
  trim(name: string, minimumVersion: number): void;
  /** Tokens that are valid, and the keys that each may decrypt with. */
  readonly tokens: Map<string, ReadonlySet<string>>;
}

class VaultError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const decryptSchema = z.object({ ciphertext: z.string() });

/** The transit engine of Vault and OpenBao, mounted at `transit`, as far as RSA decryption goes; the cryptography is real. */
export async function startVaultSim(): Promise<VaultSim> {
  const keys = new Map<string, Map<number, KeyObject>>();
  const tokens = new Map<string, ReadonlySet<string>>();
  const server = await startKeyServiceServer({
    operationOf: (request) => request.url.pathname.split('/')[3] ?? 'none',
    answer: (request) => {
      try {
        return json(200, { request_id: 'sim', lease_duration: 0, renewable: false, data: run(request, keys, tokens) });
      } catch (error) {
        if (error instanceof VaultError) return refused(error.status, error.message);
        if (error instanceof z.ZodError || error instanceof SyntaxError) return refused(400, 'missing ciphertext to decrypt');
        throw error;
      }
    },
    refusal: (mood) =>
      ({
        unavailable: refused(503, 'Vault is sealed'),
        denied: refused(403, '1 error occurred:\n\t* permission denied\n\n'),
        throttled: refused(429, 'request path "transit": rate limit quota exceeded'),
        faulty: refused(500, 'internal error'),
      })[mood],
  });
  return Object.assign(server, {
    tokens,
    createKeyVersion: (name: string) => {
      const versions = keys.get(name) ?? new Map<number, KeyObject>();
      keys.set(name, versions);
      const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 3072 });
      const version = Math.max(0, ...versions.keys()) + 1;
      versions.set(version, privateKey);
      // PEM is text; the type of `export` does not say so for every format.
      return { version, publicKeyPem: String(publicKey.export({ type: 'spki', format: 'pem' })) };
    },
    trim: (name: string, minimumVersion: number) => {
      for (const version of keys.get(name)?.keys() ?? []) if (version < minimumVersion) keys.get(name)?.delete(version);
    },
  });
}

function run(request: SimRequest, keys: ReadonlyMap<string, ReadonlyMap<number, KeyObject>>, tokens: ReadonlyMap<string, ReadonlySet<string>>): object {
  const [, api, mount, operation, name = ''] = request.url.pathname.split('/');
  const allowed = tokens.get(request.headers['x-vault-token'] ?? '');
  if (allowed === undefined) throw new VaultError(403, '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n');
  if (api !== 'v1' || mount !== 'transit' || operation !== 'decrypt' || !allowed.has(name))
    throw new VaultError(403, '1 error occurred:\n\t* permission denied\n\n');
  const versions = keys.get(name);
  if (versions === undefined) throw new VaultError(400, 'encryption key not found');
  const { ciphertext } = decryptSchema.parse(JSON.parse(request.body.toString('utf8')));
  const match = /^vault:v(\d{1,9}):([A-Za-z0-9+/=]+)$/.exec(ciphertext);
  if (match === null) throw new VaultError(400, 'invalid ciphertext: no prefix');
  const privateKey = versions.get(Number(match[1]));
  if (privateKey === undefined) throw new VaultError(400, 'ciphertext or signature version is disallowed by policy (too old)');
  try {
    const options = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
    return { plaintext: privateDecrypt(options, Buffer.from(match[2] ?? '', 'base64')).toString('base64') };
  } catch {
    throw new VaultError(500, 'failed to RSA decrypt the ciphertext: crypto/rsa: decryption error');
  }
}

const json = (status: number, body: object): SimResponse => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const refused = (status: number, message: string): SimResponse => json(status, { errors: [message] });
