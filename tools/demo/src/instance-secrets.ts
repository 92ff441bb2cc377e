import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import type { Persona } from './issuer/issuer-configuration.js';
import type { InstanceFolder } from './instance-folder.js';

export interface InstanceSecrets {
  readonly requestKeyFile: string;
  readonly tokenPeppersFile: string;
  readonly persona: Persona;
  readonly cookieKey: string;
  readonly issuerJwk: JWK;
}

// `jose` checks a key when it is used; what matters here is that the file is a JWK at all.
const jwkSchema = z.looseObject({ kty: z.string(), kid: z.string() });

/** Everything random that an instance keeps, each in a 0600 file of its own, made once. */
export async function ensureInstanceSecrets(instance: InstanceFolder): Promise<InstanceSecrets> {
  const random = (name: string): string => instance.secretFile(name, () => randomBytes(32).toString('base64'));
  const passwordFile = instance.secretFile('persona-password', () => randomBytes(15).toString('base64url'));
  const organizationFile = instance.secretFile('organization-claim', () => `org_${randomBytes(8).toString('hex')}`);
  return {
    requestKeyFile: random('request-key'),
    tokenPeppersFile: instance.secretFile('token-peppers.json', () => JSON.stringify([{ id: 'p1', key: randomBytes(32).toString('base64') }])),
    persona: {
      subject: 'persona-ada',
      email: 'ada@vitrine.localhost',
      password: readFileSync(passwordFile, 'utf8'),
      organizationClaim: readFileSync(organizationFile, 'utf8'),
    },
    cookieKey: readFileSync(random('cookie-key'), 'utf8'),
    issuerJwk: await keptKey(instance, 'issuer-key.json'),
  };
}

async function keptKey(instance: InstanceFolder, name: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true, modulusLength: 2048 });
  const fresh = { ...(await exportJWK(privateKey)), kid: randomBytes(12).toString('hex'), alg: 'RS256', use: 'sig' };
  const path = instance.secretFile(name, () => JSON.stringify(fresh));
  // A JWK's members are texts, and the schema keeps all of them.
  return jwkSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) as JWK;
}
