import { STATUS_CODES } from 'node:http';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457, as every error of the API is answered. `instance` is the request id. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(z.strictObject({ pointer: z.string(), code: z.string() })).optional(),
    error: z.string().optional().meta({ description: 'RFC 6749 §5.2, at the token endpoint only' }),
    error_description: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** At most this many wrong members are named, so that an answer cannot be made large by a large mistake. */
const MAX_ERRORS = 20;

/** A refusal of the token endpoint: the problem that it is everywhere, which an OAuth client can read too. */
export class OAuthRefusal extends VitrineError {
  constructor(
    readonly oauthError: 'invalid_request' | 'invalid_scope' | 'unsupported_grant_type',
    init: ConstructorParameters<typeof VitrineError>[0],
  ) {
    super(init);
  }
}

/** What the caller is told; nothing of `internal` or `cause` is in it. */
export function problemOf(error: VitrineError, requestId: string): Problem {
  return {
    type: `https://vitrine.dev/problems/${error.code}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.publicMessage,
    instance: requestId,
    code: error.code,
    ...(error.errors.length === 0 ? {} : { errors: error.errors.slice(0, MAX_ERRORS).map(({ pointer, code }) => ({ pointer: pointer.slice(0, 64), code })) }),
    ...(error instanceof OAuthRefusal ? { error: error.oauthError, error_description: error.publicMessage } : {}),
  };
}

/** A refusal whose whole story may be told. */
export function refusal(
  status: number,
  code: string,
  publicMessage: string,
  more: { errors?: VitrineError['errors']; headers?: Record<string, string> } = {},
): VitrineError {
  return new VitrineError({ code, status, publicMessage, ...more });
}

/** The one answer for what does not exist and for what belongs to somebody else: nothing may tell them apart. */
export function notFound(): VitrineError {
  return refusal(404, 'not-found', 'There is no such resource.');
}

/** For whatever was not foreseen: the caller learns the request id and nothing else. */
export function internalError(cause: unknown): VitrineError {
  return new VitrineError({
    code: 'internal',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: cause instanceof Error ? `${cause.name}` : typeof cause,
    cause,
  });
}
