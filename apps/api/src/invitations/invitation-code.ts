import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: nobody guesses one, so that its plain hash in the database gives nothing away. */
export function makeInvitationCode(): { readonly code: string; readonly hash: Buffer } {
  const code = `vti_${randomBytes(32).toString('base64url')}`;
  return { code, hash: invitationCodeHash(code) };
}

export function invitationCodeHash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
