import type { VitrineError } from '@vitrine/contracts';
import type { Caller } from './auth/caller.js';

export type ApiEvent = 'started' | 'draining' | 'stopped' | 'offer-failed' | 'token-revoked-in-url';

/** What the API says to its operator. Fields are closed: there is no place for a value that came from a caller. */
export abstract class ApiLog {
  abstract answered(line: AccessLine): void;
  abstract failure(error: VitrineError, requestId: string): void;
  abstract event(event: ApiEvent, fields?: { readonly code?: string }): void;
}

export interface AccessLine {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  /** The route's pattern, never the URL: ids are fine in it, tokens would not be. */
  readonly route: string;
  readonly status: number;
  /** Of the problem answered; `none` on success. */
  readonly code: string;
  readonly milliseconds: number;
  readonly caller: Caller | 'unknown';
}
