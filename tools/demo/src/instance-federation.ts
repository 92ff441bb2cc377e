import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { InstanceFolder } from './instance-folder.js';

export interface InstanceFederation {
  /** JWK with which the worker, and nobody else, signs assertions. */
  readonly signingKeyFile: string;
  /** What the API publishes of it. */
  readonly publicKeysFile: string;
}

const keySchema = z.looseObject({ kid: z.string(), n: z.string(), e: z.string() });

/** The instance's own key as issuer of keyless connections, made on the first start. On loopback only simulated clouds can fetch what it publishes. */
export function ensureInstanceFederation(instance: InstanceFolder): InstanceFederation {
  const signingKeyFile = instance.secretFile('federation-key.json', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return `${JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'instance-1', use: 'sig', alg: 'RS256' })}\n`;
  });
  const { kid, n, e } = keySchema.parse(JSON.parse(readFileSync(signingKeyFile, 'utf8')));
  const publicKeysFile = join(instance.folder('keys'), 'federation-keys.json');
  // Member by member: a copy with the private ones left in would hand the API the key.
  instance.write(publicKeysFile, `${JSON.stringify({ keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e }] })}\n`);
  return { signingKeyFile, publicKeysFile };
}
