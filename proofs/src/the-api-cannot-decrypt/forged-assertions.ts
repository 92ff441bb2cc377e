import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Whose assertion it should have been. */
export interface Claimed {
  readonly issuer: string;
  readonly organizationId: string;
  readonly connectionId: string;
}

export interface Signer {
  readonly kid: string;
  readonly key: KeyObject;
}

export interface Forgery {
  readonly what: string;
  forge(signer: Signer, claimed: Claimed, audience: string): string;
}

/** The worker's own key, as an operator finds it in its file. */
export function signerOf(keyText: string): Signer {
  // The instance's own file, written by the embedded start.
  const jwk = JSON.parse(keyText) as JsonWebKey & { kid: string };
  return { kid: jwk.kid, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const subject = (organizationId: string, connectionId: string): string => `vitrine:organization:${organizationId}:connection:${connectionId}`;
const NOBODY = '0190b3a4-0000-7000-8000-0000000000ff';
const HOUR = 3_600;
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

function claimsOf({ issuer, organizationId, connectionId }: Claimed, audience: string, change: object = {}): object {
  const now = Math.floor(Date.now() / 1_000);
  return { iss: issuer, sub: subject(organizationId, connectionId), aud: audience, iat: now, nbf: now - 30, exp: now + 300, jti: String(now), ...change };
}

function signed({ kid, key }: Signer, claims: object, header: object = {}): string {
  const text = `${part({ alg: 'RS256', kid, typ: 'JWT', ...header })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** What the worker itself would send. */
export const genuine = (signer: Signer, claimed: Claimed, audience: string): string => signed(signer, claimsOf(claimed, audience));

/** Issuer, signature, audience and times are the real ones. */
const bySubject = (what: string, sub: (claimed: Claimed) => string): Forgery => ({
  what,
  forge: (signer, claimed, audience) => signed(signer, claimsOf(claimed, audience, { sub: sub(claimed) })),
});
const otherwise = (what: string, forge: Forgery['forge']): Forgery => ({ what, forge });
const at = (shift: number) => {
  const now = Math.floor(Date.now() / 1_000) + shift;
  return { iat: now, nbf: now - 30, exp: now + 300 };
};

/** Twelve ways to come as somebody else. The first four carry this Vitrine's real signature: only the subject tells them apart. */
export const forgeries: readonly Forgery[] = [
  bySubject('another connection of the same organization', ({ organizationId }) => subject(organizationId, NOBODY)),
  bySubject('another organization’s connection', () => subject(NOBODY, NOBODY)),
  bySubject('another organization, the same connection id', ({ connectionId }) => subject(NOBODY, connectionId)),
  bySubject('the right subject with a tail', ({ organizationId, connectionId }) => `${subject(organizationId, connectionId)}:more`),
  otherwise('an assertion that was made for another audience', (signer, claimed) => genuine(signer, claimed, 'https://another.example')),
  otherwise('another issuer’s name', (signer, claimed, audience) => signed(signer, claimsOf(claimed, audience, { iss: 'http://127.0.0.1:9' }))),
  otherwise('a stranger’s key under the published kid', ({ kid }, claimed, audience) => signed({ kid, key: stranger }, claimsOf(claimed, audience))),
  otherwise('a stranger’s key under its own kid', (_signer, claimed, audience) => signed({ kid: 'stranger', key: stranger }, claimsOf(claimed, audience))),
  otherwise('no signature (alg none)', ({ kid }, claimed, audience) => `${part({ alg: 'none', kid, typ: 'JWT' })}.${part(claimsOf(claimed, audience))}.`),
  otherwise('the public key as a shared secret (HS256)', ({ kid, key }, claimed, audience) => {
    const text = `${part({ alg: 'HS256', kid, typ: 'JWT' })}.${part(claimsOf(claimed, audience))}`;
    const published = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    return `${text}.${createHmac('sha256', published).update(text).digest('base64url')}`;
  }),
  otherwise('one that ended an hour ago', (signer, claimed, audience) => signed(signer, claimsOf(claimed, audience, at(-HOUR)))),
  otherwise('one that begins in an hour', (signer, claimed, audience) => signed(signer, claimsOf(claimed, audience, at(HOUR)))),
];
