import { readFileSync } from 'node:fs';
import { base64urlOf32Bytes, cloudSchema } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { OpeningKeyError } from '../open-error.js';
import { openingKeyStatusSchema } from '../opening-key-set.js';
import { awsKmsKey } from './aws-kms.key.js';
import { awsIdentitySchema } from './aws-request-signature.js';
import type { KeyAtService } from './key-at-service.js';
import { keyServiceClient } from './key-service-client.js';
import { vaultTransitKey } from './vault-transit.key.js';

/** Where the service answers. Only the operator writes this file. Plain http carries a token or a content key, so it ends on this machine. */
const originSchema = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, origin } = new URL(text);
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]')));
}, 'not an https origin');

const shared = {
  /** RFC 7638 thumbprint of the public half, as published. */
  kid: base64urlOf32Bytes,
  cloud: cloudSchema,
  status: openingKeyStatusSchema,
};
const pathPart = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/);

const awsKmsSchema = z.strictObject({
  provider: z.literal('aws-kms'),
  ...shared,
  alg: z.enum(['ECDH-ES+A256KW', 'RSA-OAEP-256']),
  /** An ARN and no alias: an alias can be pointed at another key. */
  keyArn: z.string().regex(/^arn:aws[a-z-]{0,10}:kms:[a-z0-9-]{4,32}:\d{12}:key\/[A-Za-z0-9-]{1,64}$/),
  /** Instead of the region's public host: a VPC endpoint. */
  endpoint: originSchema.exactOptional(),
  /** File of `{"accessKeyId","secretAccessKey"[,"sessionToken"]}`, read before every call. */
  identityFile: z.string().min(1),
});

const vaultTransitSchema = z.strictObject({
  provider: z.literal('vault-transit'),
  ...shared,
  alg: z.literal('RSA-OAEP-256'),
  endpoint: originSchema,
  /** PEM of the service's own authority. */
  authorityFile: z.string().min(1).exactOptional(),
  namespace: pathPart.exactOptional(),
  mount: pathPart.default('transit'),
  keyName: pathPart,
  keyVersion: z.int().min(1),
  /** File of the token, read before every call: an agent renews it there. */
  tokenFile: z.string().min(1),
});

const serviceKeySchema = z.discriminatedUnion('provider', [awsKmsSchema, vaultTransitSchema]);
export type ServiceKey = Readonly<z.infer<typeof serviceKeySchema>>;

/** What stands in a key file in place of private keys: where they are. It holds no secret itself. */
export const serviceKeySetSchema = z.strictObject({ keys: z.array(serviceKeySchema).min(1).max(64) });
export type ServiceKeySet = Readonly<z.infer<typeof serviceKeySetSchema>>;

/** True for the text of a file that names keys at services rather than holding them. */
export function namesServiceKeys(json: unknown): boolean {
  return z.object({ keys: z.array(z.object({ provider: z.string() })).min(1) }).safeParse(json).success;
}

/** @throws OpeningKeyError without quoting the set */
export function parseServiceKeySet(input: unknown): ServiceKeySet {
  const parsed = serviceKeySetSchema.safeParse(input);
  if (!parsed.success) throw new OpeningKeyError(`the set of service keys is malformed at ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`);
  return parsed.data;
}

/** The key behind one entry. Nothing is asked of the service yet. @throws OpeningKeyError when the authority's file cannot be read */
export function keyAtService(key: ServiceKey): KeyAtService {
  switch (key.provider) {
    case 'aws-kms': {
      const region = key.keyArn.split(':')[3] ?? '';
      const origin = key.endpoint ?? `https://kms.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
      const identity = () => awsIdentitySchema.parse(JSON.parse(readFileSync(key.identityFile, 'utf8')));
      return awsKmsKey({ keyArn: key.keyArn, origin, client: keyServiceClient({ origin }), identity });
    }
    case 'vault-transit': {
      const { endpoint: origin, mount, keyName, keyVersion, namespace, authorityFile } = key;
      const client = keyServiceClient({ origin, ...(authorityFile === undefined ? {} : { authority: readAuthority(authorityFile) }) });
      const token = () => z.string().min(1).parse(readFileSync(key.tokenFile, 'utf8').trim());
      return vaultTransitKey({ mount, keyName, keyVersion, client, token, ...(namespace === undefined ? {} : { namespace }) });
    }
    default:
      return key satisfies never;
  }
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new OpeningKeyError(`${file}: cannot be read`);
  }
}
