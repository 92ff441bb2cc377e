import { createDecipheriv } from 'node:crypto';
import { associatedData, credentialContextSchema } from '@vitrine/crypto-envelope';
import type { Unwrapper } from '@vitrine/crypto-open';
import { z } from 'zod';

const headerSchema = z.looseObject({
  alg: z.enum(['ECDH-ES+A256KW', 'RSA-OAEP-256']),
  kid: z.string(),
  epk: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }).nullish(),
  vtr: z.object({ org: z.string(), con: z.string(), ver: z.number(), knd: z.string() }),
});
const envelopeSchema = z.looseObject({
  protected: z.string(),
  encrypted_key: z.string(),
  iv: z.string(),
  ciphertext: z.string(),
  tag: z.string(),
  aad: z.string().optional(),
});

/**
 * The opener that ours must not be: a correct JWE reader that believes what the envelope says about itself (members it does not know are
 * ignored, the associated data is the envelope's own or follows from its header) and never asks which row it lies in.
 * @throws Error when even that does not open it
 */
export async function openTrusting(sealed: Uint8Array, unwrapper: Unwrapper): Promise<string> {
  const envelope = envelopeSchema.parse(JSON.parse(Buffer.from(sealed).toString()));
  const header = headerSchema.parse(JSON.parse(Buffer.from(envelope.protected, 'base64url').toString()));
  const contentKey = await unwrapper.unwrap({
    alg: header.alg,
    kid: header.kid,
    encryptedKey: Buffer.from(envelope.encrypted_key, 'base64url'),
    epk: header.epk ?? null,
  });
  const gcm = createDecipheriv('aes-256-gcm', contentKey, Buffer.from(envelope.iv, 'base64url'), { authTagLength: 16 });
  gcm.setAAD(Buffer.from(`${envelope.protected}.${envelope.aad ?? claimed(header.vtr)}`, 'ascii'));
  gcm.setAuthTag(Buffer.from(envelope.tag, 'base64url'));
  return gcm.update(envelope.ciphertext, 'base64url', 'utf8') + gcm.final('utf8');
}

function claimed({ org, con, ver, knd }: z.infer<typeof headerSchema>['vtr']): string {
  const context = credentialContextSchema.parse({ organizationId: org, connectionId: con, version: ver, kind: knd });
  return Buffer.from(associatedData(context)).toString('base64url');
}
