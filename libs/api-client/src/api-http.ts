import { VitrineError } from '@vitrine/contracts';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { safeUrl } from './safe-url.js';

export interface ApiHttpOptions {
  /** Origin of the API: https, or http on loopback. */
  readonly url: string;
  /** API token or OIDC access token; or who gives the one of the moment, where tokens end sooner than the work. */
  readonly token: string | (() => Promise<string>);
  /** Milliseconds for one answer. Default 30,000. */
  readonly timeoutMs?: number;
}

export interface ApiCall {
  readonly body?: unknown;
  /** Sent as it is, with its own media type, instead of `body` as JSON. */
  readonly raw?: { readonly content: ReadableStream<Uint8Array> | Uint8Array; readonly mediaType: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const problemSchema = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string() })).optional(),
});

/** Requests to one API with one token. Refusals become `VitrineError`s with the problem's own code and status. */
export class ApiHttp {
  readonly origin: string;
  readonly #token: () => Promise<string>;
  readonly #timeoutMs: number;

  /** @throws VitrineError `invalid-url` */
  constructor({ url, token, timeoutMs = 30_000 }: ApiHttpOptions) {
    const parsed = safeUrl(url);
    if (parsed === 'unsafe')
      throw new VitrineError({ code: 'invalid-url', status: 400, publicMessage: 'The URL of Vitrine must be https (http on loopback only).' });
    this.origin = parsed.origin;
    this.#token = typeof token === 'string' ? () => Promise.resolve(token) : token;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws VitrineError the API's own code, `api-unreachable` (retryable), or `answer-unknown` */
  async json<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, schema: z.ZodType<T>, call: ApiCall = {}): Promise<T> {
    const response = await this.send(method, path, call);
    const parsed = schema.safeParse(await response.json().catch(() => null));
    if (!parsed.success) {
      throw new VitrineError({
        code: 'answer-unknown',
        status: 502,
        publicMessage: `The API answered ${method} ${path.split('?')[0] ?? ''} in a form that this client does not know: ${parsed.error.issues
          .slice(0, 5)
          .map(({ path: at }) => at.join('.'))
          .join(', ')}.`,
      });
    }
    return parsed.data;
  }

  /** As `json`, for answers that are streams or have no body. */
  async send(method: string, path: string, { body, raw, headers, signal }: ApiCall = {}): Promise<Response> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const streaming = headers?.['accept'] === 'text/event-stream' || raw !== undefined;
    const limit = streaming ? signal : signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
    const token = await this.#token();
    let response: Response;
    try {
      response = await fetch(new URL(path, this.origin), {
        method,
        // A redirect would carry the token to a place that somebody else chose.
        redirect: 'error',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(raw === undefined ? {} : { 'content-type': raw.mediaType }),
          ...(method === 'POST' ? { 'idempotency-key': uuidv7() } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(raw === undefined ? {} : { body: raw.content, duplex: 'half' }),
        ...(limit === undefined ? {} : { signal: limit }),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new VitrineError({
        code: 'api-unreachable',
        status: 503,
        publicMessage: `The API at ${this.origin} does not answer.`,
        retryable: true,
        cause: error,
      });
    }
    if (response.ok) return response;
    throw await refusalOf(response);
  }
}

async function refusalOf(response: Response): Promise<VitrineError> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  const headers = ['retry-after', 'location'].flatMap((name): [string, string][] => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return new VitrineError({
    code: parsed.success ? parsed.data.code : `http-${String(response.status)}`,
    status: response.status,
    publicMessage: parsed.success ? parsed.data.detail : `The API answered ${String(response.status)}.`,
    ...(parsed.success && parsed.data.errors !== undefined ? { errors: parsed.data.errors } : {}),
    retryable: response.status === 429 || response.status >= 500,
    headers: Object.fromEntries(headers),
  });
}
