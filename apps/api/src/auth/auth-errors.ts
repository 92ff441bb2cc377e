import { VitrineError } from '@vitrine/contracts';

/** RFC 6750 §3: what to present, and why the last one was refused. */
function unauthorized(code: string, publicMessage: string, bearerError?: string): VitrineError {
  const challenge = bearerError === undefined ? 'Bearer realm="vitrine"' : `Bearer realm="vitrine", error="${bearerError}"`;
  return new VitrineError({ code, status: 401, publicMessage, headers: { 'www-authenticate': challenge } });
}

export const unauthenticated = (): VitrineError => unauthorized('unauthenticated', 'Send a bearer token in the Authorization header.');
export const tokenInvalid = (): VitrineError => unauthorized('token-invalid', 'The token is not valid here.', 'invalid_token');
export const tokenExpired = (): VitrineError => unauthorized('token-expired', 'The token is not valid at this time.', 'invalid_token');
export const tokenRevoked = (): VitrineError => unauthorized('token-revoked', 'The token, or the membership behind it, was revoked.', 'invalid_token');

export function issuerUnavailable(cause: unknown): VitrineError {
  return new VitrineError({
    code: 'issuer-unavailable',
    status: 503,
    publicMessage: "The token issuer's keys cannot be fetched now. Try again shortly.",
    internal: 'issuer keys unavailable',
    retryable: true,
    headers: { 'retry-after': '5' },
    cause,
  });
}

export const organizationUnknown = (): VitrineError =>
  new VitrineError({ code: 'organization-unknown', status: 403, publicMessage: 'The token names no organization that is known here.' });
export const membershipRequired = (): VitrineError =>
  new VitrineError({ code: 'membership-required', status: 403, publicMessage: 'You are not a member of this organization.' });
export const assignmentRequired = (): VitrineError =>
  new VitrineError({
    code: 'assignment-required',
    status: 403,
    publicMessage: 'Your account is not assigned to Vitrine in your organization’s directory. Ask its administrator.',
  });
export const organizationSuspended = (): VitrineError =>
  new VitrineError({ code: 'organization-suspended', status: 403, publicMessage: 'This organization is suspended.' });

export const insufficientScope = (scope: string): VitrineError =>
  new VitrineError({
    code: 'insufficient-scope',
    status: 403,
    publicMessage: `This needs the scope ${scope}.`,
    headers: { 'www-authenticate': `Bearer realm="vitrine", error="insufficient_scope", scope="${scope}"` },
  });
