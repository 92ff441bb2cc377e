import { childOf, formatTraceparent, newTrace, parseTraceparent, type TraceContext } from '@vitrine/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { freshId } from '../database/fresh-id.js';
import type { ApiConfig } from '../config.js';
import { checkAccept, checkMediaType } from './media-type.js';
import { FORM, parseForm } from './form-body.js';
import { notFound, refusal } from './problem.js';
import { bodyTooLarge, hangUpAfter, limitedStream, readBody } from './read-body.js';
import { contextOf, runInRequest, type RequestContext } from './request-context.js';
import { checkHost, checkSingleHeaders, checkTarget, tokensInUrl } from './request-line.js';
import { GENERAL_BODY_LIMIT, wireOf, type RouteWire } from './route-wire.js';
import type { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';
import { parseStrictJson } from './strict-json.js';

export interface HookOptions {
  readonly config: Pick<ApiConfig, 'allowedHosts' | 'requestTimeoutMs'>;
  readonly routes: RouteTable;
  /** Told of every token that came in a URL, so that it can be revoked. */
  readonly onTokenInUrl: (token: string) => Promise<void>;
  readonly onAnswered: (request: FastifyRequest, status: number, context: RequestContext) => void;
}

const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everything that is decided before Nest: context, headers, then size → media type → JSON syntax (design §9). */
export function installRequestHooks(instance: FastifyInstance, options: HookOptions): void {
  instance.addHook('onRequest', (request, reply, done) => {
    const given = request.headers['x-request-id'];
    const context: RequestContext = {
      requestId: typeof given === 'string' && REQUEST_ID.test(given) ? given : freshId(z.string()),
      trace: traceOf(request.headers['traceparent']),
      peer: request.socket.remoteAddress ?? 'unknown',
      startedAt: process.hrtime.bigint(),
      caller: 'unknown',
      decision: 'none',
      bodyFault: 'none',
      problemCode: 'none',
    };
    reply.headers({ ...securityHeaders, 'x-request-id': context.requestId, traceparent: formatTraceparent(context.trace) });
    runInRequest(request.raw, context, done);
  });
  instance.addHook('onRequest', async (request) => {
    const wire = request.is404 ? {} : wireOf(request.routeOptions.config);
    if (hasBody(request)) hangUpAfter(request.raw, bodyOf(wire).timeoutMs ?? options.config.requestTimeoutMs);
    checkSingleHeaders(request.raw);
    checkTarget(request.url);
    checkHost(request.headers.host, options.config.allowedHosts);
    const leaked = tokensInUrl(request.url);
    if (leaked.length > 0) {
      await Promise.all(leaked.map(async (token) => await options.onTokenInUrl(token)));
      throw refusal(400, 'token-in-url', 'A token was sent in the URL. It is revoked; send a new one in the Authorization header.');
    }
    if (request.is404 || options.routes.mistook(request.routeOptions.url ?? '', pathOf(request))) throw wrongMethodOrPath(request, options.routes);
    checkBodyHead(request, wire);
    checkAccept(request.headers.accept, wire.produces ?? ['application/json']);
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const context = contextOf(request.raw);
    if (context !== 'none') options.onAnswered(request, reply.statusCode, context);
    done();
  });
  installBodyParser(instance, options.config.requestTimeoutMs);
}

/** A child of the caller's step, or a new trace where there is none that is well-formed. */
function traceOf(header: string | string[] | undefined): TraceContext {
  const parent = typeof header === 'string' ? parseTraceparent(header) : 'invalid';
  return parent === 'invalid' ? newTrace() : childOf(parent);
}

function pathOf(request: FastifyRequest): string {
  const [path = ''] = request.url.split('?');
  return path;
}

function wrongMethodOrPath(request: FastifyRequest, routes: RouteTable): Error {
  const methods = routes.methodsOf(pathOf(request));
  if (methods.length === 0 || methods.includes(request.method)) return notFound();
  return refusal(405, 'method-not-allowed', `This path answers ${methods.join(', ')}.`, { headers: { allow: methods.join(', ') } });
}

function bodyOf(wire: RouteWire): NonNullable<RouteWire['body']> {
  return wire.body ?? { mediaType: 'application/json', limit: GENERAL_BODY_LIMIT, stream: false };
}

function hasBody({ headers }: FastifyRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': transfer } = headers;
  return transfer !== undefined || (length !== undefined && length !== '0');
}

function checkBodyHead(request: FastifyRequest, wire: RouteWire): void {
  const { 'content-length': length, 'content-type': contentType, 'content-encoding': contentEncoding } = request.headers;
  if (!hasBody(request)) return;
  const { limit, mediaType } = bodyOf(wire);
  if (length !== undefined && Number(length) > limit) throw bodyTooLarge(limit);
  checkMediaType({ contentType, contentEncoding }, mediaType);
}

function installBodyParser(instance: FastifyInstance, requestTimeoutMs: number): void {
  instance.removeAllContentTypeParsers();
  // Only what the media type check let through arrives here.
  instance.addContentTypeParser('*', async (request: FastifyRequest, payload: FastifyRequest['raw']): Promise<unknown> => {
    const { mediaType, limit, stream, timeoutMs } = bodyOf(wireOf(request.routeOptions.config));
    if (stream) return limitedStream(payload, limit, timeoutMs ?? requestTimeoutMs);
    const bytes = await readBody(payload, limit, timeoutMs ?? requestTimeoutMs);
    if (bytes.length === 0) return undefined;
    if (mediaType === FORM) return parseForm(bytes);
    const { value, fault } = parseStrictJson(bytes);
    const context = contextOf(request.raw);
    if (context !== 'none') context.bodyFault = fault;
    return fault === 'none' ? value : undefined;
  });
}
