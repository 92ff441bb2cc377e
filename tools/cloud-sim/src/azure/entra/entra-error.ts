import { randomUUID } from 'node:crypto';
import type { SimResponse } from '../../http/cloud-handler.js';
import { jsonAnswer } from '../../http/json-answer.js';

/** Entra's refusals by AADSTS number: the OAuth error, the status and the sentence that Entra sends. */
const REFUSALS = {
  90002: {
    status: 400,
    error: 'invalid_request',
    say: (what: string) => `Tenant '${what}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  },
  700016: { status: 400, error: 'unauthorized_client', say: (what: string) => `Application with identifier '${what}' was not found in the directory.` },
  7000215: {
    status: 401,
    error: 'invalid_client',
    say: (what: string) =>
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${what}'.`,
  },
  7000216: {
    status: 401,
    error: 'invalid_client',
    say: () => "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  700211: {
    status: 401,
    error: 'invalid_client',
    say: (what: string) => `No matching federated identity record found for presented assertion issuer '${what}'.`,
  },
  700212: {
    status: 401,
    error: 'invalid_client',
    say: (what: string) => `No matching federated identity record found for presented assertion audience '${what}'.`,
  },
  700213: {
    status: 401,
    error: 'invalid_client',
    say: (what: string) => `No matching federated identity record found for presented assertion subject '${what}'.`,
  },
  700024: { status: 401, error: 'invalid_client', say: () => 'Client assertion is not within its valid time range.' },
  700027: { status: 401, error: 'invalid_client', say: () => 'Client assertion failed signature validation.' },
  50027: { status: 401, error: 'invalid_client', say: () => 'JWT token is invalid or malformed.' },
  500011: { status: 400, error: 'invalid_resource', say: (what: string) => `The resource principal named ${what} was not found in the tenant.` },
  70003: { status: 400, error: 'unsupported_grant_type', say: (what: string) => `The app requested an unsupported grant type '${what}'.` },
  900144: { status: 400, error: 'invalid_request', say: (what: string) => `The request body must contain the following parameter: '${what}'.` },
} as const;

export type AadstsNumber = keyof typeof REFUSALS;

/** The token endpoint's refusal. `what` is named in the sentence; it must never be a secret. */
export function entraError(number: AadstsNumber, now: Date, what = ''): SimResponse {
  const { status, error, say } = REFUSALS[number];
  const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  return jsonAnswer(status, {
    error,
    error_description: `AADSTS${String(number)}: ${say(what)} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${String(number)}`,
  });
}
