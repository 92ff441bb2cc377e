import { errors, type ProtectedHeaderParameters } from 'jose';

/** Characters of a token that is looked at at all. */
export const MAX_JWT_LENGTH = 8_192;

/** Attack: headers by which a token brings its own key. They are never followed; a token that has one is refused. */
const KEY_BRINGING_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit'] as const;

export function bringsOwnKey(header: ProtectedHeaderParameters): boolean {
  return KEY_BRINGING_HEADERS.some((name) => name in header);
}

/** Whether a signature could not be judged, because the issuer's keys did not come. */
export function keysStayedAway(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof TypeError) return true;
  // jose says a bare JOSEError when the key set answers other than 200 or with something else than keys.
  return error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC';
}
