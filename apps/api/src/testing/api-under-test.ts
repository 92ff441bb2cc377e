import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { VitrineError } from '@vitrine/contracts';
import { readConfig } from '../config.js';
import { ApiLog, type AccessLine } from '../log.js';
import type { OfferingQueue } from '../queue/job-offers.js';
import { startApi, type RunningApi } from '../start-api.js';

/** Keeps every line, so that specs can assert what was, and what was never, said. */
export class RememberingLog extends ApiLog {
  readonly lines: unknown[] = [];
  override answered(line: AccessLine): void {
    this.lines.push(line);
  }
  override failure({ code, internal }: VitrineError, requestId: string): void {
    this.lines.push({ code, internal, requestId });
  }
  override event(event: string, fields: object = {}): void {
    this.lines.push({ event, ...fields });
  }
  text(): string {
    return JSON.stringify(this.lines);
  }
}

/** Remembers what was offered; `break()` makes it fail like a Redis that is away. */
export class RememberingQueue implements OfferingQueue {
  readonly offers: { readonly queue: string; readonly reference: unknown; readonly offerNo: number }[] = [];
  #broken = false;
  break(): void {
    this.#broken = true;
  }
  mend(): void {
    this.#broken = false;
  }
  offer: OfferingQueue['offer'] = async (queue, reference, offerNo) => {
    await this.ping();
    this.offers.push({ queue, reference, offerNo });
  };
  ping(): Promise<void> {
    return this.#broken ? Promise.reject(new Error('queue away')) : Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

export interface Sent {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is instead of `body` as JSON. */
  readonly raw?: string | Buffer;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON body; `undefined` where there is none. Specs assert its shape. */
  readonly body: Record<string, unknown>;
}

/** The application as load balancers show it: one API, two processes' worth of instances. `url`, `port` and `app` are the first's. */
export interface ApiUnderTest extends RunningApi {
  /** Of every instance. */
  readonly urls: readonly string[];
  readonly log: RememberingLog;
  readonly queue: RememberingQueue;
  /** Each request goes to the next instance, so that whatever one of them kept for itself shows. */
  send(method: string, path: string, sent?: Sent): Promise<Received>;
}

export const testPepper = { id: 'spec-1', key: Buffer.alloc(32, 7) };
export const testRequestKey = Buffer.alloc(32, 9);

export interface ApiOptions {
  readonly databaseUrl: string;
  readonly issuer: string;
  /** Further `VITRINE_*` variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Default 2. One only where the spec is about what a process keeps for itself: its counts, its caches. */
  readonly instances?: 1 | 2;
}

/**
 * Starts the real application on free loopback ports: two instances on one database and one queue, between which requests alternate.
 * The API is stateless where every spec passes so.
 */
export async function startApiUnderTest({ databaseUrl, issuer, environment = {}, instances = 2 }: ApiOptions): Promise<ApiUnderTest> {
  const config = readConfig({
    VITRINE_PORT: '0',
    VITRINE_DATABASE_URL: databaseUrl,
    VITRINE_OIDC_ISSUERS: JSON.stringify([{ issuer, audience: 'vitrine' }]),
    VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: testPepper.id, key: testPepper.key.toString('base64') }]),
    VITRINE_REQUEST_KEY: testRequestKey.toString('base64'),
    VITRINE_ALLOW_LOOPBACK_ISSUER: 'true',
    VITRINE_RATE_LIMIT: '100000',
    VITRINE_SIGN_IN_FAILURE_LIMIT: '100000',
    VITRINE_DRAIN_TIMEOUT_MS: '2000',
    ...environment,
  });
  const log = new RememberingLog();
  const queue = new RememberingQueue();
  const first = await startApi(config, log, () => Promise.resolve(queue));
  const all = [first];
  try {
    if (instances === 2) all.push(await startApi(config, log, () => Promise.resolve(queue)));
  } catch (error) {
    await first.stop();
    throw error;
  }
  let sent = 0;
  return {
    ...first,
    urls: all.map(({ url }) => url),
    log,
    queue,
    send: async (method, path, options = {}) => {
      const { url } = all[sent++ % all.length] ?? first;
      return await send(url, method, path, options);
    },
    stop: async () => {
      await Promise.all(all.map(async (each) => await each.stop()));
    },
  };
}

export async function send(url: string, method: string, path: string, { token, body, headers, raw }: Sent): Promise<Received> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      connection: 'close',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(content === undefined ? {} : { body: content }),
  });
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {} }; // Specs assert the shape.
}

/** A key that no other run uses. */
export function freshKey(): string {
  return randomBytes(12).toString('hex');
}
