import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { VitrineError } from '@vitrine/contracts';
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
  socket.end(rawAnswer(problem));
}

/** A whole answer in bytes, for where there is a socket and no reply. */
function rawAnswer(problem: VitrineError): string {
  const requestId = freshId(z.string());
  const body = JSON.stringify(problemOf(problem, requestId));
  const headers = {
    ...securityHeaders,
    'x-request-id': requestId,
    ...problem.headers,
    'content-type': PROBLEM_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? 'Error'}\r\n${lines.join('')}\r\n${body}`;
}

/**
 * Answers what Node would answer by itself and in no words of ours: an expectation that nobody can meet, and CONNECT.
 * Attack: an API that is taken for a proxy is a way into the network that it stands in.
 */
export function answerBesideRouter(server: Server): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.socket?.end(rawAnswer(refusal(417, 'expectation-failed', 'The only expectation that is met is 100-continue.')));
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.end(rawAnswer(refusal(405, 'method-not-allowed', 'This is no proxy.', { headers: { allow: 'GET, HEAD, POST, PATCH, DELETE, OPTIONS' } })));
  });
}

/** Answers what the router refused before any hook ran: a path that cannot be decoded, an id longer than any of ours. */
export function answerRouterError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const problem = error.code === 'FST_ERR_BAD_URL' ? refusal(400, 'malformed-request', 'The request is malformed.') : notFound();
  const requestId = freshId(z.string());
  void reply
    .code(problem.status)
    .headers({ ...securityHeaders, 'x-request-id': requestId })
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemOf(problem, requestId)));
}
