/** Everything an error needs to say, to the caller and to us, never mixed. */
export interface ErrorInit {
  /** Stable, kebab-case, greppable: `connection-rejected`. */
  readonly code: string;
  /** HTTP status if this reaches an API caller. */
  readonly status: number;
  /** For the caller: what was wrong, where, and what to do. Never holds submitted values. */
  readonly publicMessage: string;
  /** For us: logged, never sent. Never holds a secret. */
  readonly internal?: string;
  /** May the same work succeed later without anybody changing anything? */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** Members of the input that were wrong (RFC 6901 pointers). */
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  /** Extra headers of the answer, for instance `retry-after` in seconds. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The one error class that crosses package borders. Decide by `code` and `retryable`, never by message text. */
export class VitrineError extends Error {
  readonly code: string;
  readonly status: number;
  readonly publicMessage: string;
  readonly internal: string;
  readonly retryable: boolean;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(init: ErrorInit) {
    super(init.code, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'VitrineError';
    this.code = init.code;
    this.status = init.status;
    this.publicMessage = init.publicMessage;
    this.internal = init.internal ?? '';
    this.retryable = init.retryable ?? false;
    this.errors = init.errors ?? [];
    this.headers = init.headers ?? {};
  }
}

/** For the end of a switch over a closed set: the compiler refuses a forgotten member. */
export function unreachable(value: never): never {
  throw new VitrineError({ code: 'unreachable', status: 500, publicMessage: 'An internal error occurred.', internal: `unexpected member ${String(value)}` });
}
