import { createPublicKey } from 'node:crypto';
import type { KeyAlgorithm } from '@vitrine/crypto-envelope';
import { z } from 'zod';
import { contentKeyFromAgreement } from '../key-agreement.js';
import { OpeningKeyError } from '../open-error.js';
import { KeyServiceUnavailable, type WrappedKey } from '../unwrapper.js';
import { signAwsRequest, type AwsIdentity } from './aws-request-signature.js';
import type { KeyAtService } from './key-at-service.js';
import { jsonOf, type KeyServiceAnswer, type KeyServiceClient } from './key-service-client.js';

export interface AwsKmsKeyOptions {
  readonly keyArn: string;
  readonly origin: string;
  readonly client: KeyServiceClient;
  /** Asked before every call, so that a renewed identity needs no restart. @throws when there is none now */
  readonly identity: () => AwsIdentity;
}

/**
 * A key in AWS KMS: ECC_NIST_P256 for KEY_AGREEMENT by `DeriveSharedSecret`, RSA_3072 for ENCRYPT_DECRYPT by `Decrypt`.
 * Those two actions are all that its identity needs.
 */
export function awsKmsKey(options: AwsKmsKeyOptions): KeyAtService {
  return {
    unwrap: async (wrapped) => {
      switch (wrapped.alg) {
        case 'ECDH-ES+A256KW': {
          const secret = await ask(options, 'DeriveSharedSecret', agreement(options.keyArn, wrapped), sharedSecretSchema);
          return contentKeyFromAgreement(Buffer.from(secret.SharedSecret, 'base64'), wrapped.encryptedKey);
        }
        case 'RSA-OAEP-256': {
          const body = {
            KeyId: options.keyArn,
            EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
            CiphertextBlob: Buffer.from(wrapped.encryptedKey).toString('base64'),
          };
          return Buffer.from((await ask(options, 'Decrypt', body, plaintextSchema)).Plaintext, 'base64');
        }
        default:
          return wrapped.alg satisfies never;
      }
    },
  };
}

/** Which key spec seals with which algorithm, for the operator who makes the key. */
export const awsKmsKeySpecs: Readonly<Record<KeyAlgorithm, string>> = { 'ECDH-ES+A256KW': 'ECC_NIST_P256', 'RSA-OAEP-256': 'RSA_3072' };

const sharedSecretSchema = z.object({ SharedSecret: z.base64().min(1) });
const plaintextSchema = z.object({ Plaintext: z.base64().min(1) });
const errorSchema = z.object({ __type: z.string() });

function agreement(keyArn: string, { epk }: WrappedKey): object {
  if (epk === null) throw new OpeningKeyError('no ephemeral key');
  // Attack: a point off the curve. Refused here, so that the service's answer to it cannot be mistaken for one about the key.
  const publicKey = createPublicKey({ key: { ...epk }, format: 'jwk' }).export({ type: 'spki', format: 'der' });
  return { KeyId: keyArn, KeyAgreementAlgorithm: 'ECDH', PublicKey: publicKey.toString('base64') };
}

async function ask<T>(options: AwsKmsKeyOptions, operation: 'DeriveSharedSecret' | 'Decrypt', request: object, schema: z.ZodType<T>): Promise<T> {
  const { client, origin, keyArn } = options;
  const body = JSON.stringify(request);
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` };
  const region = keyArn.split(':')[3] ?? '';
  const signed = await signAwsRequest({ origin, service: 'kms', region, identity: identityOf(options), headers, body });
  const answer = await client.post('/', signed, body);
  if (answer.status !== 200) throw refusalOf(answer);
  const parsed = schema.safeParse(jsonOf(answer));
  answer.body.fill(0);
  if (!parsed.success) throw new KeyServiceUnavailable('not an answer');
  return parsed.data;
}

function identityOf(options: AwsKmsKeyOptions): AwsIdentity {
  try {
    return options.identity();
  } catch {
    throw new KeyServiceUnavailable('no identity');
  }
}

/** Only one answer is about the ciphertext; a disabled key, a missing right, a wrong key spec are the operator's to mend (fault 19). */
function refusalOf(answer: KeyServiceAnswer): Error {
  const error = errorSchema.safeParse(jsonOf(answer));
  const type = error.success ? (error.data.__type.split('#').at(-1) ?? '') : '';
  return answer.status === 400 && type === 'InvalidCiphertextException'
    ? new OpeningKeyError('refused by the key service')
    : new KeyServiceUnavailable('refused to answer');
}
