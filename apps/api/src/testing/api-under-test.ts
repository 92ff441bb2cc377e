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

export interface ApiUnderTest extends RunningApi {
  readonly log: RememberingLog;
  readonly queue: RememberingQueue;
  send(method: string, path: string, sent?: Sent): Promise<Received>;
}

export const testPepper = { id: 'spec-1', key: Buffer.alloc(32, 7) };
export const testRequestKey = Buffer.alloc(32, 9);

export interface ApiOptions {
  readonly databaseUrl: string;
  readonly issuer: string;
  /** Further `VITRINE_*` variables. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the real application on a free loopback port. */
export async function startApiUnderTest({ databaseUrl, issuer, environment = {} }: ApiOptions): Promise<ApiUnderTest> {
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
  const api = await startApi(config, log, () => Promise.resolve(queue));
  return { ...api, log, queue, send: async (method, path, sent = {}) => await send(api.url, method, path, sent) };
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
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {} }; // Specs assert the shape.
}

/** A key that no other run uses. */
export function freshKey(): string {
  return randomBytes(12).toString('hex');
}
