import type { VitrineError } from '@vitrine/contracts';

/** What the API says to its operator. Fields are closed: there is no place for a value that came from a caller. */
export abstract class ApiLog {
  abstract answered(line: AccessLine): void;
  abstract failure(error: VitrineError, requestId: string): void;
  abstract event(message: 'started' | 'draining' | 'stopped' | 'offer-failed' | 'rate-limit-store-down' | 'token-revoked-in-url', fields?: { readonly code?: string }): void;
}

export interface AccessLine {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  /** The route's pattern, never the URL: ids are fine in it, tokens would not be. */
  readonly route: string;
  readonly status: number;
  readonly code: string;
  readonly milliseconds: number;
  readonly organizationId: string;
  /** `member:<id>` or `token:<id>`. */
  readonly principal: string;
  readonly peer: string;
}
