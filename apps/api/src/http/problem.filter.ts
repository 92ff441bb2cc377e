import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { VitrineError } from '@vitrine/contracts';
import { asDatabaseError, sqlStateOf } from '@vitrine/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Presented } from '../auth/presented.js';
import { ApiLog } from '../log.js';
import { Denials } from '../trail/denials.js';
import { internalError, notFound, problemOf, PROBLEM_TYPE, refusal } from './problem.js';
import { contextOf } from './request-context.js';

/** The last word on every error: a problem the caller may see, and a log line that he may not. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: ApiLog,
    private readonly denials: Denials,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest & { readonly user?: Presented }>();
    const reply = http.getResponse<FastifyReply>();
    const error = asVitrineError(thrown);
    const context = contextOf(request.raw);
    if (context !== 'none') context.problemCode = error.code;
    const requestId = context === 'none' ? 'unknown' : context.requestId;
    if (error.status >= 500) this.log.failure(error, requestId);
    // Before the answer: whoever saw a refusal finds it in the trail. Without its entry it is refused all the same, and the operator is told.
    await this.denials.note(error, request).catch((cause: unknown) => this.log.failure(internalError(cause), requestId));
    if (reply.sent || reply.raw.headersSent) {
      // A stream that broke halfway must not look complete.
      reply.raw.destroy();
      return;
    }
    void reply
      .code(error.status)
      .headers(error.headers)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(problemOf(error, requestId)));
  }
}

function asVitrineError(thrown: unknown): VitrineError {
  const error = asDatabaseError(thrown);
  if (error instanceof VitrineError) return error;
  // A statement cancelled by its own time limit, or a lock not got in time: the same request may succeed later.
  if (['57014', '55P03', '40001', '40P01'].includes(sqlStateOf(error))) {
    return new VitrineError({
      code: 'busy',
      status: 503,
      publicMessage: 'The service is busy. Try again shortly.',
      internal: `sqlstate ${sqlStateOf(error)}`,
      retryable: true,
      headers: { 'retry-after': '2' },
      cause: error,
    });
  }
  if (error instanceof HttpException) return error.getStatus() === 404 ? notFound() : fromStatus(error.getStatus(), error);
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return fromStatus(error.statusCode, error);
  return internalError(error);
}

/** Errors of Fastify and Nest themselves; their messages may quote input, so only the status is kept. */
function fromStatus(status: number, cause: Error): VitrineError {
  switch (status) {
    case 400:
      return refusal(400, 'malformed-request', 'The request is malformed.', { headers: { connection: 'close' } });
    case 404:
    case 414:
      return notFound();
    case 413:
      return refusal(413, 'body-too-large', 'The body is too large.', { headers: { connection: 'close' } });
    case 415:
      return refusal(415, 'unsupported-media-type', 'This media type is not accepted.');
    case 503:
      return refusal(503, 'unavailable', 'The service is not available. Try again shortly.', { headers: { 'retry-after': '2' } });
    default:
      return internalError(cause);
  }
}
