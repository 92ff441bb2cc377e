import { constants, createPublicKey, diffieHellman, generateKeyPairSync, privateDecrypt, randomUUID, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { SimRequest } from '../http/sim-request.js';
import type { SimResponse } from '../http/cloud-handler.js';
import { startKeyServiceServer, type KeyServiceServer } from './key-service-server.js';
import { checkSignature } from './signature-check.js';

export type KmsKeySpec = 'ECC_NIST_P256' | 'RSA_3072';

export interface KmsSimKey {
  readonly arn: string;
  readonly spec: KmsKeySpec;
  /** PEM (SPKI), as `aws kms get-public-key` gives it. */
  readonly publicKeyPem: string;
  /** Access keys whose principals may use it. */
  readonly users: Set<string>;
  state: 'Enabled' | 'Disabled' | 'PendingDeletion';
}

export interface KmsSim extends KeyServiceServer {
  /** What `CreateKey` would make; the private half stays in here. */
  createKey(spec: KmsKeySpec, users: readonly string[]): KmsSimKey;
  /** What `ImportKeyMaterial` would do with a key pair that was made elsewhere. */
  importKey(privateKey: KeyObject, users: readonly string[]): KmsSimKey;
}

export interface KmsSimOptions {
  readonly region?: string;
  readonly accountId?: string;
  /** Secret access keys by access key id. */
  readonly principals: Readonly<Record<string, string>>;
}

interface Held {
  readonly key: KmsSimKey;
  readonly privateKey: KeyObject;
}

class KmsError extends Error {
  constructor(
    readonly type: string,
    readonly status = 400,
  ) {
    super(type);
  }
}

const keyIdSchema = z.object({ KeyId: z.string() });
const agreementSchema = z.object({ KeyAgreementAlgorithm: z.literal('ECDH'), PublicKey: z.base64() });
const decryptSchema = z.object({ EncryptionAlgorithm: z.string().default('SYMMETRIC_DEFAULT'), CiphertextBlob: z.base64() });

/** AWS KMS as far as asymmetric keys go: signatures are checked, keys have users and states, and the cryptography is real. */
export async function startKmsSim({ region = 'eu-central-1', accountId = '111122223333', principals }: KmsSimOptions): Promise<KmsSim> {
  const held = new Map<string, Held>();
  const answer = (request: SimRequest): SimResponse => {
    try {
      const signed = checkSignature(request, 'kms', (accessKeyId) => principals[accessKeyId]);
      if (signed.outcome !== 'signed') throw new KmsError(signed.outcome === 'absent' ? 'MissingAuthenticationTokenException' : 'InvalidSignatureException');
      if (signed.region !== region) throw new KmsError('InvalidSignatureException');
      return json(200, run(operationOf(request), JSON.parse(request.body.toString('utf8')), held, signed.accessKeyId));
    } catch (error) {
      if (error instanceof KmsError) return refused(error.type, error.status);
      if (error instanceof z.ZodError || error instanceof SyntaxError) return refused('ValidationException', 400);
      throw error;
    }
  };
  const server = await startKeyServiceServer({
    operationOf,
    answer,
    refusal: (mood) =>
      ({
        unavailable: refused('DependencyTimeoutException', 503),
        denied: refused('AccessDeniedException', 400),
        throttled: refused('ThrottlingException', 400),
        faulty: refused('KMSInternalException', 500),
      })[mood],
  });
  const importKey = (privateKey: KeyObject, users: readonly string[]): KmsSimKey => {
    const arn = `arn:aws:kms:${region}:${accountId}:key/${randomUUID()}`;
    const spec = privateKey.asymmetricKeyType === 'rsa' ? 'RSA_3072' : 'ECC_NIST_P256';
    // PEM is text; the type of `export` does not say so for every format.
    const publicKeyPem = String(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
    const key: KmsSimKey = { arn, spec, publicKeyPem, users: new Set(users), state: 'Enabled' };
    held.set(arn, { key, privateKey });
    return key;
  };
  const createKey = (spec: KmsKeySpec, users: readonly string[]): KmsSimKey => {
    const pair = spec === 'RSA_3072' ? generateKeyPairSync('rsa', { modulusLength: 3072 }) : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return importKey(pair.privateKey, users);
  };
  return Object.assign(server, { createKey, importKey });
}

const operationOf = (request: SimRequest): string => request.headers['x-amz-target']?.replace(/^TrentService\./, '') ?? 'none';

function run(operation: string, body: unknown, keys: ReadonlyMap<string, Held>, accessKeyId: string): object {
  const { KeyId: keyId } = keyIdSchema.parse(body);
  const found = keys.get(keyId) ?? [...keys.values()].find(({ key }) => key.arn.endsWith(`/${keyId}`));
  if (found === undefined) throw new KmsError('NotFoundException');
  const { key, privateKey } = found;
  if (!key.users.has(accessKeyId)) throw new KmsError('AccessDeniedException');
  if (key.state === 'Disabled') throw new KmsError('DisabledException');
  if (key.state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException');
  const agrees = key.spec === 'ECC_NIST_P256';
  switch (operation) {
    case 'GetPublicKey':
      return {
        KeyId: key.arn,
        KeySpec: key.spec,
        CustomerMasterKeySpec: key.spec,
        KeyUsage: agrees ? 'KEY_AGREEMENT' : 'ENCRYPT_DECRYPT',
        PublicKey: createPublicKey(key.publicKeyPem).export({ type: 'spki', format: 'der' }).toString('base64'),
        ...(agrees ? { KeyAgreementAlgorithms: ['ECDH'] } : { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }),
      };
    case 'DeriveSharedSecret':
      if (!agrees) throw new KmsError('InvalidKeyUsageException');
      return { KeyId: key.arn, KeyAgreementAlgorithm: 'ECDH', KeyOrigin: 'AWS_KMS', SharedSecret: agree(privateKey, agreementSchema.parse(body).PublicKey) };
    case 'Decrypt': {
      const { EncryptionAlgorithm: algorithm, CiphertextBlob: ciphertext } = decryptSchema.parse(body);
      if (agrees || algorithm !== 'RSAES_OAEP_SHA_256') throw new KmsError('InvalidKeyUsageException');
      return { KeyId: key.arn, EncryptionAlgorithm: algorithm, Plaintext: decrypt(privateKey, ciphertext) };
    }
    default:
      throw new KmsError('UnknownOperationException');
  }
}

function agree(privateKey: KeyObject, publicKeyDer: string): string {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(publicKeyDer, 'base64'), format: 'der', type: 'spki' });
    return diffieHellman({ privateKey, publicKey }).toString('base64');
  } catch {
    throw new KmsError('ValidationException');
  }
}

function decrypt(privateKey: KeyObject, ciphertext: string): string {
  try {
    return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.from(ciphertext, 'base64')).toString(
      'base64',
    );
  } catch {
    throw new KmsError('InvalidCiphertextException');
  }
}

const json = (status: number, body: object): SimResponse => ({ status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) });
const refused = (type: string, status: number): SimResponse => json(status, { __type: type, message: type });
