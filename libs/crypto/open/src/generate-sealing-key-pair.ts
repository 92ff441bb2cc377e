import { createPublicKey, generateKeyPair, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { publicNumbersOf, sealingKeySchema, type Cloud, type KeyAlgorithm, type SealingKey } from '@vitrine/crypto-envelope';
import { OpeningKeyError } from './open-error.js';
import { openingKeySchema, thumbprint, type OpeningKey } from './opening-key-set.js';

export interface KeyPairRequest {
  readonly cloud: Cloud;
  readonly status: 'current' | 'next';
  readonly notBefore: Date;
  readonly expires: Date;
  /** P-256 unless the key service has nothing but RSA. */
  readonly alg?: KeyAlgorithm;
}

export interface SealingKeyPair {
  readonly publicKey: SealingKey;
  readonly privateKey: OpeningKey;
}

const generate = promisify(generateKeyPair);

/** Makes a key pair for one cloud. It is here, not beside sealing, because it makes a private key. */
export async function generateSealingKeyPair(request: KeyPairRequest): Promise<SealingKeyPair> {
  const alg = request.alg ?? 'ECDH-ES+A256KW';
  const { publicKey, privateKey } = alg === 'ECDH-ES+A256KW' ? await generate('ec', { namedCurve: 'P-256' }) : await generate('rsa', { modulusLength: 3072 });
  const published = publish(publicKey.export({ format: 'jwk' }), request);
  const { kid, use, nbf, exp, status, cloud } = published;
  return { publicKey: published, privateKey: openingKeySchema.parse({ ...privateKey.export({ format: 'jwk' }), alg, kid, use, nbf, exp, status, cloud }) };
}

/**
 * The public half of a key that a service made, as the API publishes it.
 * @param pem SPKI, as `aws kms get-public-key` or `vault read transit/keys/…` give it
 * @throws OpeningKeyError when it is neither P-256 nor RSA of 3072 or 4096 bits
 */
export function sealingKeyOfPem(pem: string, request: Omit<KeyPairRequest, 'alg'>): SealingKey {
  try {
    return publish(createPublicKey(pem).export({ format: 'jwk' }), request);
  } catch {
    throw new OpeningKeyError('the public key is neither P-256 nor RSA of 3072 or 4096 bits');
  }
}

function publish(jwk: JsonWebKey, { cloud, status, notBefore, expires }: Omit<KeyPairRequest, 'alg'>): SealingKey {
  const numbers = publicNumbersOf(jwk);
  return sealingKeySchema.parse({
    ...numbers,
    alg: numbers.kty === 'EC' ? 'ECDH-ES+A256KW' : 'RSA-OAEP-256',
    use: 'enc',
    nbf: Math.floor(notBefore.getTime() / 1000),
    exp: Math.floor(expires.getTime() / 1000),
    status,
    cloud,
    kid: thumbprint(numbers),
  });
}
