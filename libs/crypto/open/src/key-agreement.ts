import { createDecipheriv, createHash } from 'node:crypto';

const algorithm = Buffer.from('ECDH-ES+A256KW', 'ascii');
const keyWrapInitialValue = Buffer.from('a6a6a6a6a6a6a6a6', 'hex');

/**
 * From the agreed secret to the content key: Concat KDF (RFC 7518 §4.6.2, no party info), then AES key unwrap (RFC 3394).
 * A key service that only does the agreement (AWS KMS `DeriveSharedSecret`) hands its Z in here.
 * @param sharedSecret Z, 32 bytes for P-256; wiped before returning
 * @throws Error when the wrapped key does not authenticate
 */
export function contentKeyFromAgreement(sharedSecret: Buffer, encryptedKey: Uint8Array): Buffer {
  const keyEncryptionKey = concatKdf(sharedSecret);
  try {
    const unwrap = createDecipheriv('id-aes256-wrap', keyEncryptionKey, keyWrapInitialValue);
    return Buffer.concat([unwrap.update(encryptedKey), unwrap.final()]);
  } finally {
    sharedSecret.fill(0);
    keyEncryptionKey.fill(0);
  }
}

/** 256 bits take one round of SHA-256. */
function concatKdf(sharedSecret: Buffer): Buffer {
  const noPartyInfo = uint32(0);
  return createHash('sha256')
    .update(uint32(1))
    .update(sharedSecret)
    .update(uint32(algorithm.length))
    .update(algorithm)
    .update(noPartyInfo)
    .update(noPartyInfo)
    .update(uint32(256))
    .digest();
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
