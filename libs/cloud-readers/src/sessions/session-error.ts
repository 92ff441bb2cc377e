import { VitrineError } from '@vitrine/contracts';

/** Signing in failed because the other side said no; nothing changes until a person changes something. */
export function signInRefused(providerCode: string): VitrineError {
  return new VitrineError({
    code: 'sign-in-refused',
    status: 422,
    publicMessage: `The cloud provider refused the credential (${providerCode}). Check that it exists, is not expired, and trusts this Vitrine.`,
    internal: providerCode,
  });
}

export function signInUnavailable(reason: string): VitrineError {
  return new VitrineError({
    code: 'sign-in-unavailable',
    status: 502,
    publicMessage: 'The cloud provider could not be reached to sign in.',
    internal: reason,
    retryable: true,
  });
}

/** The operator has not set what this kind of credential needs: Vitrine never falls back on whatever identity lies around. */
export function baseIdentityMissing(what: string): VitrineError {
  return new VitrineError({
    code: 'base-identity-missing',
    status: 500,
    publicMessage: 'This Vitrine is not set up to sign in to that cloud.',
    internal: what,
  });
}

export function credentialExpired(): VitrineError {
  return new VitrineError({ code: 'credential-expired', status: 422, publicMessage: 'The borrowed session has ended. Start again from your own login.' });
}

/** The credential opens another account than the one the connection was pinned to: somebody planted it (T11). */
export function accountMismatch(): VitrineError {
  return new VitrineError({ code: 'account-mismatch', status: 409, publicMessage: 'The credential belongs to another cloud account than this connection.' });
}

export function sessionClosed(): VitrineError {
  return new VitrineError({ code: 'session-closed', status: 500, publicMessage: 'The cloud session was closed.' });
}
