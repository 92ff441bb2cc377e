import { VitrineError } from '@vitrine/contracts';

/** SQLSTATEs by which Postgres says "not now" rather than "not so": connection trouble, shutdown, start-up, no free slot, no disk or memory left. */
const UNAVAILABLE_STATES = new Set(['57P01', '57P02', '57P03', '53100', '53200', '53300', '53400', '58030', '08000', '08001', '08003', '08004', '08006']);
const UNAVAILABLE_SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN']);
/** What `pg` and `pg-pool` say without a code when the server vanished or gave no connection in time. */
const UNAVAILABLE_MESSAGES = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed',
];

/** The SQLSTATE of an error that Postgres raised, for a repository that maps `23505` and the like; `none` for anything else. */
export function sqlStateOf(error: unknown): string | 'none' {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !UNAVAILABLE_SYSTEM_CODES.has(code) ? code : 'none';
}

/** The constraint a Postgres error names, or `none`. */
export function constraintOf(error: unknown): string | 'none' {
  const constraint = memberOf(error, 'constraint');
  return typeof constraint === 'string' ? constraint : 'none';
}

export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (UNAVAILABLE_STATES.has(code) || UNAVAILABLE_SYSTEM_CODES.has(code)) return true;
  const message = memberOf(error, 'message');
  return typeof message === 'string' && UNAVAILABLE_MESSAGES.some((known) => message.startsWith(known));
}

/** `database-unavailable` (503, retryable) for trouble with the connection; every other error is returned as it is. */
export function asDatabaseError(error: unknown): unknown {
  if (!isDatabaseUnavailable(error)) return error;
  return new VitrineError({
    code: 'database-unavailable',
    status: 503,
    publicMessage: 'The service cannot reach its database. Try again shortly.',
    internal: `database unavailable: ${codeOf(error) || 'no code'}`,
    retryable: true,
    headers: { 'retry-after': '5' },
    cause: error,
  });
}

function codeOf(error: unknown): string {
  const code = memberOf(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** By shape and not by `instanceof`: an error of Node's own may come from another realm (a worker's, a test runner's). */
function memberOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
