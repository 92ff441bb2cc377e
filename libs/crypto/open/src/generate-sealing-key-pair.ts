import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { publicNumbersOf, sealingKeySchema, type Cloud, type KeyAlgorithm, type SealingKey } from '@vitrine/crypto-envelope';
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
  const members = {
    alg,
    use: 'enc',
    nbf: Math.floor(request.notBefore.getTime() / 1000),
    exp: Math.floor(request.expires.getTime() / 1000),
    status: request.status,
    cloud: request.cloud,
  };
  const numbers = publicNumbersOf(publicKey.export({ format: 'jwk' }));
  const kid = thumbprint(numbers);
  return {
    publicKey: sealingKeySchema.parse({ ...numbers, ...members, kid }),
    privateKey: openingKeySchema.parse({ ...privateKey.export({ format: 'jwk' }), ...members, kid }),
  };
}
