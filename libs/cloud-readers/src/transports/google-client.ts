import { workloadIdentityAudience, type WorkloadIdentityProvider } from '@vitrine/contracts';
import { Gaxios, type GaxiosOptions, type GaxiosResponse } from 'gaxios';
import { JWT, type AuthClient, type JWTOptions } from 'google-auth-library';
import { z } from 'zod';
import { googleReadScopes } from '../gate/body-checks.js';
import type { Gate } from '../gate/gate.js';
import type { Endpoints } from '../sessions/endpoints.js';
import { requestMalformed } from './call-failure.js';
import type { HttpSender, WireResponse } from './http-sender.js';

export interface GoogleThrough {
  readonly gate: Gate;
  readonly sender: HttpSender;
  readonly endpoints: Endpoints;
}

const signInIds = ['sts.googleapis.com/token', 'iamcredentials.serviceAccounts.generateAccessToken', 'oauth2.googleapis.com/token'];

/** A `fetch` whose every request is one of the named operations. Redirects come back as answers; nothing follows them. */
export function gatedFetch({ gate, sender, endpoints }: GoogleThrough, operationIds: readonly string[], seen?: (response: WireResponse) => void): typeof fetch {
  return async (input, init) => {
    const url = relocated(input instanceof Request ? input.url : String(input), endpoints);
    const headers = Object.fromEntries([...new Headers(init?.headers)].map(([name, value]) => [name.toLowerCase(), value]));
    const admitted = gate.admit(operationIds, { method: init?.method ?? 'GET', url, headers, body: textOf(init?.body) });
    const response = await sender.send(admitted, init?.signal ?? new AbortController().signal);
    seen?.(response);
    return new Response(response.body.length === 0 ? null : new Uint8Array(response.body), {
      status: response.status,
      headers: { ...response.headers, 'content-encoding': 'identity' },
    });
  };
}

/** Google's hosts moved behind the operator's endpoint, told apart by a first path segment. */
function relocated(url: string, endpoints: Endpoints): string {
  const given = new URL(url);
  if (endpoints.gcp === undefined || !given.hostname.endsWith('.googleapis.com')) return given.href;
  return new URL(`${endpoints.gcp}/${given.host}${given.pathname}${given.search}`).href;
}

function textOf(body: unknown): string | null {
  if (body === undefined || body === null || body === '') return null;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  throw requestMalformed('google', 'body is not text');
}

/** Google's own HTTP client with its retries and redirects off, and the gate beneath it. */
export class GatedGaxios extends Gaxios {
  constructor(
    private readonly through: GoogleThrough,
    private readonly operationIds: readonly string[] = signInIds,
    private readonly seen?: (response: WireResponse) => void,
  ) {
    super();
  }

  override request<T>(options: GaxiosOptions = {}): Promise<GaxiosResponse<T>> {
    const fetchImplementation = gatedFetch(this.through, this.operationIds, this.seen);
    return super.request<T>({ ...options, maxRedirects: 0, retry: false, retryConfig: { retry: 0, noResponseRetries: 0 }, fetchImplementation });
  }
}

function transporter(through: GoogleThrough): NonNullable<JWTOptions['transporter']> {
  // The same class: the auth library's types name gaxios' CommonJS declarations, ours its ESM ones.
  return new GatedGaxios(through) as unknown as NonNullable<JWTOptions['transporter']>;
}

/**
 * A service-account key from its fields taken one by one: a `token_uri` or `universe_domain` in the customer's file would
 * send the signed assertion to a host of their choice.
 */
export function serviceAccountClient(
  key: { readonly clientEmail: string; readonly privateKey: string; readonly privateKeyId: string },
  through: GoogleThrough,
): AuthClient {
  return new JWT({
    email: key.clientEmail,
    key: key.privateKey,
    keyId: key.privateKeyId,
    scopes: [...googleReadScopes],
    universeDomain: 'googleapis.com',
    transporter: transporter(through),
  });
}

/** An uploaded `external_account` names hosts and files of its own; this names ids. */
export interface WorkloadIdentity extends WorkloadIdentityProvider {
  /** Absent where the federated principal was granted its reads itself. */
  readonly serviceAccountEmail?: string;
}

const exchangedSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(300) });
const impersonatedSchema = z.object({ accessToken: z.string().min(1), expireTime: z.coerce.date() });

/**
 * The one or two calls of workload identity federation, made by us. The library's own client sends the first through an HTTP client
 * of its own, past the one it is given (measured with 10.9.1: it went to the public host), so it would leave the gate out.
 */
export function workloadIdentityToken(
  identity: WorkloadIdentity,
  assertion: (audience: string) => Promise<string>,
  through: GoogleThrough,
  clock: () => Date,
): () => Promise<string> {
  const client = new GatedGaxios(through);
  const audience = workloadIdentityAudience(identity);
  let held: z.infer<typeof impersonatedSchema> | null = null;

  async function exchange(): Promise<z.infer<typeof impersonatedSchema>> {
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience,
      // A token that only becomes another one needs the wide scope; one that reads by itself is held to reading.
      scope: identity.serviceAccountEmail === undefined ? googleReadScopes.join(' ') : 'https://www.googleapis.com/auth/cloud-platform',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      subject_token: await assertion(audience),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { data } = await client.request({ url: 'https://sts.googleapis.com/v1/token', method: 'POST', headers, body: form.toString(), responseType: 'json' });
    const { access_token: accessToken, expires_in: seconds } = exchangedSchema.parse(data);
    return { accessToken, expireTime: new Date(clock().getTime() + seconds * 1000) };
  }

  return async () => {
    if (held !== null && held.expireTime.getTime() - clock().getTime() > renewBeforeMs) return held.accessToken;
    const federated = await exchange();
    if (identity.serviceAccountEmail === undefined) {
      held = federated;
      return held.accessToken;
    }
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${federated.accessToken}` };
    const body = JSON.stringify({ scope: googleReadScopes, lifetime: '900s' });
    const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${identity.serviceAccountEmail}:generateAccessToken`;
    const { data } = await client.request({ url, method: 'POST', headers, body, responseType: 'json' });
    held = impersonatedSchema.parse(data);
    return held.accessToken;
  };
}

const renewBeforeMs = 60_000;

/** The client's bearer token, renewed by the library a few minutes before it ends. */
export function tokenFrom(client: AuthClient): () => Promise<string> {
  return async () => {
    const { token } = await client.getAccessToken();
    if (token === null || token === undefined) throw new Error('no token');
    return token;
  };
}
