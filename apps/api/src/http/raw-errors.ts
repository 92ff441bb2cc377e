import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { freshId } from '../database/fresh-id.js';
import { notFound, problemOf, PROBLEM_TYPE, refusal } from './problem.js';
import { securityHeaders } from './security-headers.js';

/**
 * Answers what Node's parser refused before there was a request: both Content-Length and Transfer-Encoding, a bad header, a header
 * that never ends. Attack: request smuggling, where a proxy and we disagree on where a request ends; so the connection is closed.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const wide = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = late
    ? refusal(408, 'request-timeout', 'The request was not received in time.')
    : wide
      ? refusal(431, 'headers-too-large', 'The headers are too large.')
      : refusal(400, 'malformed-request', 'The request is malformed.');
  const body = JSON.stringify(problemOf(problem, freshId(z.string())));
  const reason = late ? 'Request Timeout' : wide ? 'Request Header Fields Too Large' : 'Bad Request';
  socket.end(
    `HTTP/1.1 ${String(problem.status)} ${reason}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Answers what the router refused before any hook ran: a path that cannot be decoded, an id longer than any of ours. */
export function answerRouterError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const problem = error.code === 'FST_ERR_BAD_URL' ? refusal(400, 'malformed-request', 'The request is malformed.') : notFound();
  void reply
    .code(problem.status)
    .headers(securityHeaders)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(problem, freshId(z.string()))));
}
