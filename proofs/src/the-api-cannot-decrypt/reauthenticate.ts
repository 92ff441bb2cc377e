import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { protectedHeaderSchema, type Envelope } from '@vitrine/crypto-envelope';
import { keyProviderOf, type OpeningKey } from '@vitrine/crypto-open';

/**
 * The same envelope with other associated data (null: none): header, agreement and wrapped key stay as their maker wrote them, the text is
 * encrypted anew under the content key that our unwrapper finds. For an implementation that cannot authenticate associated data.
 * @throws Error when the content key does not unwrap, or `from` is not what the text was authenticated with
 */
export async function reauthenticate(envelope: Envelope, key: OpeningKey, from: Uint8Array | null, to: Uint8Array | null): Promise<Envelope> {
  const header = protectedHeaderSchema.parse(JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()));
  const contentKey = await keyProviderOf({ keys: [key] }).unwrap({
    alg: header.alg,
    kid: header.kid,
    encryptedKey: Buffer.from(envelope.encrypted_key, 'base64url'),
    epk: header.alg === 'ECDH-ES+A256KW' ? header.epk : null,
  });
  const authenticated = (associated: Uint8Array | null): Buffer =>
    Buffer.from(associated === null ? envelope.protected : `${envelope.protected}.${Buffer.from(associated).toString('base64url')}`);
  const open = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(envelope.iv, 'base64url'), { authTagLength: 16 });
  open.setAAD(authenticated(from)).setAuthTag(Buffer.from(envelope.tag, 'base64url'));
  const plaintext = Buffer.concat([open.update(Buffer.from(envelope.ciphertext, 'base64url')), open.final()]);
  const iv = randomBytes(12);
  const seal = createCipheriv('aes-256-gcm', contentKey, iv);
  seal.setAAD(authenticated(to));
  const ciphertext = Buffer.concat([seal.update(plaintext), seal.final()]);
  return { ...envelope, iv: iv.toString('base64url'), ciphertext: ciphertext.toString('base64url'), tag: seal.getAuthTag().toString('base64url') };
}
