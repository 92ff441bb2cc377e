import { z } from 'zod';
import type { CallResult } from '../engine/cloud-request.js';
import type { Operation } from '../operations/operation.js';
import type { WireResponse } from './http-sender.js';
import { googleDelayMs, retryAfterMs } from './retry-after.js';

const errorSchema = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().optional(),
    errors: z.array(z.looseObject({ reason: z.string().optional() })).default([]),
    details: z
      .array(
        z.looseObject({
          reason: z.string().optional(),
          retryDelay: z.string().optional(),
          metadata: z.looseObject({ permission: z.string().optional(), quota_unit: z.string().optional() }).optional(),
        }),
      )
      .default([]),
  }),
});
type GoogleError = z.infer<typeof errorSchema>['error'];

const throttled = new Set(['RESOURCE_EXHAUSTED', 'rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED']);

/** What a Google error answer came to; Compute reports a used-up quota as 403, so the reason counts, not the status alone. */
export function googleFailure(operation: Operation, response: WireResponse, now: Date): CallResult {
  const error = googleErrorOf(response);
  const reasons = [error.status ?? '', ...error.errors.map(({ reason }) => reason ?? ''), ...error.details.map(({ reason }) => reason ?? '')].filter(
    (reason) => reason !== '',
  );
  const code = reasons[0] ?? `http-${String(response.status)}`;
  const id = operation.id;
  if (response.status === 429 || reasons.some((reason) => throttled.has(reason))) {
    // Waiting for tomorrow's quota would hold an audit up for a day: what it could not read it says, and goes on.
    if (error.details.some(({ metadata }) => /^1\/d(\/|$)/.test(metadata?.quota_unit ?? '')))
      return { outcome: 'unavailable', operation: id, reason: 'daily-quota-used', retryable: false };
    const delays = error.details.flatMap(({ retryDelay }) => (retryDelay === undefined ? [] : [googleDelayMs(retryDelay) ?? 0]));
    return { outcome: 'throttled', operation: id, retryAfterMs: retryAfterMs(response.headers, now, 5000, delays) };
  }
  if (response.status === 401) return { outcome: 'expired', operation: id };
  if (response.status === 403)
    return {
      outcome: 'denied',
      operation: id,
      permission: permissionIn(error) ?? operation.permission,
      providerCode: code,
      requestId: googleRequestId(response),
    };
  if (response.status === 400 && /page ?token/i.test(error.message)) return { outcome: 'token-refused', operation: id };
  return { outcome: 'unavailable', operation: id, reason: code, retryable: response.status >= 500 };
}

/** `Permission 'compute.disks.list' denied …`, `Required 'compute.disks.list' permission for …`, or the detail's metadata. */
function permissionIn(error: GoogleError): string | null {
  const said = error.details.map(({ metadata }) => metadata?.permission).find((permission) => permission !== undefined);
  if (said !== undefined) return said.slice(0, 120);
  return /(?:Permission|Required)\s+'?"?([a-z][A-Za-z]+(?:\.[A-Za-z]+){2,3})'?"?/.exec(error.message)?.[1] ?? null;
}

function googleErrorOf(response: WireResponse): GoogleError {
  const nothing: GoogleError = { message: '', errors: [], details: [] };
  try {
    const json: unknown = JSON.parse(response.body.toString('utf8'));
    const parsed = errorSchema.safeParse(Array.isArray(json) ? json[0] : json);
    return parsed.success ? parsed.data.error : nothing;
  } catch {
    return nothing;
  }
}

export function googleRequestId(response: WireResponse): string | null {
  return response.headers['x-goog-request-id'] ?? response.headers['x-cloud-trace-context'] ?? null;
}
