import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { parseApiToken } from './auth/api-token-text.js';
import { ApiTokenCallers } from './auth/api-token-callers.js';
import type { ApiConfig } from './config.js';
import { answerBesideRouter, answerClientError, answerRouterError } from './http/raw-errors.js';
import { installRequestHooks } from './http/request-hooks.js';
import { LONGEST_BODY_MS } from './http/route-wire.js';
import { RouteTable } from './http/route-table.js';
import type { ApiLog } from './log.js';
import { buildOpenApi } from './openapi/openapi-document.js';
import { OpenApiHolder } from './openapi/openapi.holder.js';
import type { Platform } from './platform/platform.js';

/** Headers that a browser's script may read besides the simple ones. */
const EXPOSED_HEADERS = ['etag', 'location', 'retry-after', 'x-request-id', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'];
const ALLOWED_HEADERS = ['authorization', 'content-type', 'if-match', 'if-none-match', 'idempotency-key', 'last-event-id', 'traceparent', 'x-request-id'];

/** The application, not yet listening. */
export async function createApp(config: ApiConfig, platform: Platform, log: ApiLog): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    trustProxy: false,
    // Node knows one limit for all routes, so it is the longest one's; each body has its own, see read-body.ts.
    requestTimeout: Math.max(LONGEST_BODY_MS, config.requestTimeoutMs),
    keepAliveTimeout: 65_000,
    http: {
      connectionsCheckingInterval: Math.min(1_000, config.requestTimeoutMs),
      headersTimeout: Math.min(15_000, config.requestTimeoutMs),
      maxHeaderSize: 16_384,
      insecureHTTPParser: false,
      // Node's own answer to a missing Host has no body; ours (request-line.ts) says what is wrong.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 4_096, ignoreTrailingSlash: false },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerRouterError,
  });
  const instance = adapter.getInstance();
  answerBesideRouter(instance.server);
  const routes = new RouteTable();
  routes.watch(instance);
  let tokens: ApiTokenCallers | 'not-yet' = 'not-yet';
  installRequestHooks(instance, {
    config,
    routes,
    onTokenInUrl: async (text) => {
      const token = parseApiToken(text.replace(/^Bearer\s+/i, ''));
      if (token === 'malformed' || tokens === 'not-yet') return;
      if ((await tokens.revokeLeaked(token)) === 'revoked') log.event('token-revoked-in-url');
    },
    onAnswered: (request, status, context) => {
      const { caller, requestId, trace, problemCode: code } = context;
      const route = request.routeOptions.url ?? 'unknown';
      const milliseconds = Number(process.hrtime.bigint() - context.startedAt) / 1e6;
      platform.metrics.answered({ method: request.method, route, status, seconds: milliseconds / 1000 });
      log.answered({
        requestId,
        traceId: trace.traceId,
        method: request.method,
        route,
        status,
        code,
        milliseconds,
        caller,
      });
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, platform, log), adapter, {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
  // Attack: any site's script reading answers with a signed-in browser. No cookies exist, and only listed origins get an answer to read.
  app.enableCors({
    origin: config.corsOrigins,
    credentials: false,
    methods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
    // Answers OPTIONS without preflight headers like a preflight, instead of with a text that is no problem document.
    strictPreflight: false,
  });
  tokens = app.get(ApiTokenCallers, { strict: false });
  app.get(OpenApiHolder, { strict: false }).set(() => buildOpenApi(app));
  return app;
}
