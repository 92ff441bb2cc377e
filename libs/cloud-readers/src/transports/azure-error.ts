import { z } from 'zod';
import type { CallResult } from '../engine/cloud-request.js';
import type { Operation } from '../operations/operation.js';
import type { WireResponse } from './http-sender.js';
import { retryAfterMs } from './retry-after.js';

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string().default('') }) });
/** Some front doors answer without the `error` wrapper. */
const bareSchema = z.object({ code: z.string(), message: z.string().default('') });

/** What an ARM or Graph error answer came to; an HTML page of a gateway becomes `http-502`. */
export function azureFailure(operation: Operation, response: WireResponse, now: Date): CallResult {
  const { code, message } = azureErrorOf(response);
  const id = operation.id;
  const requestId = azureRequestId(response);
  if (response.status === 429 || response.status === 529)
    return { outcome: 'throttled', operation: id, retryAfterMs: retryAfterMs(response.headers, now, 5000) };
  if (response.status === 401) return { outcome: 'expired', operation: id };
  if (response.status === 403)
    return { outcome: 'denied', operation: id, permission: permissionIn(message) ?? operation.permission, providerCode: code, requestId };
  if (response.status < 500 && /skip ?token|continuation token/i.test(`${code} ${message}`)) return { outcome: 'token-refused', operation: id };
  return { outcome: 'unavailable', operation: id, reason: code, retryable: response.status >= 500 };
}

/** ARM names the action in `… does not have authorization to perform action 'Microsoft.Compute/disks/read' over scope …`. */
function permissionIn(message: string): string | null {
  return /perform action '([\w.]+(?:\/[\w.*]+)+)'/.exec(message)?.[1] ?? null;
}

export function azureErrorOf(response: WireResponse): { readonly code: string; readonly message: string } {
  // Blob Storage answers in XML and names its code in a header as well.
  const named = response.headers['x-ms-error-code'];
  const fallback = { code: named !== undefined && /^\w{1,80}$/.test(named) ? named : `http-${String(response.status)}`, message: '' };
  try {
    const json: unknown = JSON.parse(response.body.toString('utf8'));
    const wrapped = errorSchema.safeParse(json);
    if (wrapped.success) return wrapped.data.error;
    const bare = bareSchema.safeParse(json);
    return bare.success ? bare.data : fallback;
  } catch {
    return fallback;
  }
}

export function azureRequestId(response: WireResponse): string | null {
  return response.headers['x-ms-correlation-request-id'] ?? response.headers['x-ms-request-id'] ?? response.headers['request-id'] ?? null;
}
