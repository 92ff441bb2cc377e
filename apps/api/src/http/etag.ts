import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { documentedHeader } from './documented-header.js';
import { refusal } from './problem.js';

/** The strong ETag of a row's `version`. */
export function etagOf(version: number): string {
  return `"v${String(version)}"`;
}

/**
 * Decides whether a change was made against the state that the caller saw. Call it after the row was read, inside the transaction.
 * @throws VitrineError 428 `precondition-required` | 412 `precondition-failed`
 */
export function expectMatch(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined) throw refusal(428, 'precondition-required', 'Send If-Match with the ETag of the state that you are changing.');
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes('*') && !tags.includes(etagOf(version))) throw stale(version);
}

export function stale(version: number): Error {
  return refusal(412, 'precondition-failed', 'The resource changed since you read it. Read it again.', { headers: { etag: etagOf(version) } });
}

/** Whether the caller's copy is the current one (weak comparison, RFC 9110 §13.1.2). */
export function isFresh(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
}

/** For a GET that gives an ETag: the document says the header that asks by it, and the answer that has no body. */
export function Revalidated(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'If-None-Match', required: false, description: 'The ETag of the copy at hand', schema: { type: 'string' } }),
    ApiResponse({ status: 304, description: 'The copy at hand is the current one' }),
  );
}

/** The raw header, `undefined` where none was sent; `expectMatch` judges it. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'],
  [documentedHeader('If-Match', true, 'The ETag of the state that is changed; `*` for any')],
);
