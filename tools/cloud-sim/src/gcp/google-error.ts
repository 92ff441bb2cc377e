import type { SimResponse } from '../http/cloud-handler.js';
import { jsonAnswer, type JsonObject } from '../http/json-answer.js';

const STATUSES = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
} as const;

/** The older `errors[].reason` of Compute and BigQuery, which clients still decide by. */
const REASONS: Record<keyof typeof STATUSES, string> = {
  INVALID_ARGUMENT: 'invalid',
  UNAUTHENTICATED: 'authError',
  PERMISSION_DENIED: 'forbidden',
  NOT_FOUND: 'notFound',
  RESOURCE_EXHAUSTED: 'rateLimitExceeded',
};

/** An error in Google's form, old members and new ones. */
export function googleError(status: keyof typeof STATUSES, message: string, options: { reason?: string; details?: readonly JsonObject[] } = {}): SimResponse {
  const { reason = REASONS[status], details = [] } = options;
  return jsonAnswer(STATUSES[status], {
    error: { code: STATUSES[status], message, errors: [{ message, domain: 'global', reason }], status, ...(details.length === 0 ? {} : { details }) },
  });
}

/** A refusal that names the permission, as IAM-checked APIs answer it. */
export function permissionDenied(permission: string, resource: string, reason = 'forbidden'): SimResponse {
  return googleError('PERMISSION_DENIED', `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`, {
    reason,
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'IAM_PERMISSION_DENIED',
        domain: 'iam.googleapis.com',
        metadata: { permission, resource },
      },
    ],
  });
}

/** A refusal for the quota of one API. Google names no time to come back. */
export function quotaExceeded(service: string, metric: string, consumer: string): SimResponse {
  return googleError(
    'RESOURCE_EXHAUSTED',
    `Quota exceeded for quota metric '${metric}' and limit '${metric} per minute' of service '${service}' for consumer '${consumer}'.`,
    {
      details: [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'RATE_LIMIT_EXCEEDED', domain: 'googleapis.com', metadata: { service, consumer } },
      ],
    },
  );
}
