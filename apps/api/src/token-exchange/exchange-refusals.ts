import { OAuthRefusal } from '../http/problem.js';
import type { RefusedFor } from './id-token-verifier.js';
import type { WorkloadVerdict } from './workload.js';

/** Why an exchange was refused: in the trail and the metrics, never in the answer. */
export type ExchangeRefusal = RefusedFor | Exclude<WorkloadVerdict, 'fits'> | 'replayed' | 'unknown-rule' | 'maker-gone' | 'suspended';

/** Counts refusals by reason; a metrics series stands behind it. */
export abstract class ExchangeMetrics {
  abstract refused(reason: ExchangeRefusal): void;
}

/**
 * One answer for every id token that is no good, whatever the reason, and for a rule that does not exist: who guesses learns nothing.
 * RFC 6749 §5.2 would have 400; a token that is refused is 401 everywhere here, and `error` says what an OAuth client reads.
 */
export function subjectTokenRefused(): OAuthRefusal {
  return new OAuthRefusal('invalid_request', {
    code: 'token-invalid',
    status: 401,
    publicMessage: 'The id token cannot be exchanged under this trust rule. The organization’s trail says why.',
    headers: { 'www-authenticate': 'Bearer realm="vitrine", error="invalid_token"' },
  });
}

/** A request that names something else than this endpoint does. `parameter` is a constant of ours. */
export function badParameter(parameter: string): OAuthRefusal {
  return new OAuthRefusal('invalid_request', {
    code: 'invalid-token-request',
    status: 400,
    publicMessage: `The parameter ${parameter} is missing or not what this endpoint takes.`,
    errors: [{ pointer: `/${parameter}`, code: 'invalid-value' }],
  });
}

export function unsupportedGrant(): OAuthRefusal {
  return new OAuthRefusal('unsupported_grant_type', {
    code: 'unsupported-grant-type',
    status: 400,
    publicMessage: 'This endpoint takes the grant type of token exchange (RFC 8693) alone.',
    errors: [{ pointer: '/grant_type', code: 'invalid-value' }],
  });
}

export function scopeRefused(): OAuthRefusal {
  return new OAuthRefusal('invalid_scope', {
    code: 'invalid-scope',
    status: 400,
    publicMessage: 'The trust rule does not give every scope that was asked for.',
    errors: [{ pointer: '/scope', code: 'invalid-value' }],
  });
}

export function tooManyExchanged(limit: number): OAuthRefusal {
  return new OAuthRefusal('invalid_request', {
    code: 'too-many-tokens',
    status: 429,
    publicMessage: `At most ${String(limit)} exchanged tokens of an organization live at once. Each ends by itself within a quarter of an hour.`,
    retryable: true,
    headers: { 'retry-after': '60' },
  });
}
