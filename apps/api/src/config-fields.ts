import { commaList, databaseFields, federationIssuer, postgresUrl, wholeNumber } from '@vitrine/settings';
import { z } from 'zod';
import { issuersSchema } from './auth/issuer-config.js';
import { pinnableIssuersSchema } from './auth/pinnable-issuers.js';
import { peppersSchema } from './auth/pepper.js';
import { ciIssuersSchema } from './token-exchange/ci-issuers.js';
import { operatorFields } from './operator-sessions/operator-fields.js';

const flag = z.enum(['true', 'false'], 'neither true nor false').transform((text) => text === 'true');

/** 32 random bytes or more, base64. */
const secretKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43,}={0,2}$/, 'not base64 of at least 32 bytes')
  .transform((text) => Buffer.from(text, 'base64'));

/** One field per `VITRINE_*` variable. */
export const configFields = {
  /** Address to listen on. */
  host: z.string().default('127.0.0.1'),
  /** 0 takes a free port; the readiness line says which. */
  port: wholeNumber(0, 65_535, 8080),
  /** Prometheus metrics have a port of their own, so that no route of the public one can show them. 0 takes a free port. */
  metricsPort: wholeNumber(0, 65_535, 0),
  metricsHost: z.string().default('127.0.0.1'),
  /** As `vitrine_api`. */
  ...databaseFields,
  databasePoolSize: wholeNumber(1, 200, 10),
  /** `redis://…`: the queue is on Redis, and rate limits are shared. Otherwise `queueDatabaseUrl` names the embedded queue. */
  redisUrl: z
    .string()
    .regex(/^rediss?:\/\//, 'not a redis:// URL')
    .optional(),
  /** Files: the password, and PEM of Redis's CA and of the certificate that we show to it. */
  redisPasswordFile: z.string().optional(),
  redisCaFile: z.string().optional(),
  redisCertFile: z.string().optional(),
  redisKeyFile: z.string().optional(),
  /** `postgres://vitrine_queue:…`. */
  queueDatabaseUrl: postgresUrl.optional(),
  /** JSON list of OIDC issuers, see `auth/issuer-config.ts`. */
  oidcIssuers: issuersSchema,
  /** JSON list of families of issuers that an organization may pin, beside Entra's and those above, see `auth/pinnable-issuers.ts`. */
  pinnableIssuers: pinnableIssuersSchema,
  /** JSON list `[{"provider":"gitlab","issuer":"https://gitlab.example.com"}]`: CI issuers beside GitHub's, gitlab.com's and Azure DevOps' own. */
  ciIssuers: ciIssuersSchema,
  /** JSON list `[{"id":"2026-11","key":"<base64>"}]`; the first makes new tokens, the others still verify old ones. */
  tokenPeppers: peppersSchema,
  /** The middle word of API tokens, so that a test token shows itself: `vtr_live_…`. */
  tokenEnvironment: z
    .string()
    .regex(/^[a-z]{2,8}$/, 'not a lower-case word')
    .default('live'),
  /** Signs cursors and remembered bodies; shared by all API processes. */
  requestKey: secretKey,
  /** JWKS file of the public sealing keys, see sealing-keys. */
  sealingKeysFile: z.string().optional(),
  /** Public keys of the trail, one `name+hash+base64` a line; the private halves are the sequencer's alone. */
  trailKeys: z.string().optional(),
  /** ARN of the operator's base identity that assumes customers' roles; not secret, it goes into their trust policies. */
  awsPrincipalArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:(iam|sts)::\d{12}:\S{1,200}$/, 'not an IAM ARN')
    .optional(),
  /** Issuer of the workers' assertions, as customers' clouds trust it: an https origin. Its documents are served here when the keys are given. */
  federationIssuer: federationIssuer.optional(),
  /** JWKS file of the public halves of the keys that sign assertions; a private one keeps the API from starting. */
  federationKeysFile: z.string().optional(),
  ...operatorFields,
  /** Where callers reach us, for Location, federation audiences and the docs page. */
  publicUrl: z.url('not a URL').default('http://127.0.0.1:8080'),
  /** Host header values that are answered; empty answers any well-formed one. */
  allowedHosts: commaList.default([]),
  /** Browser origins that may call the API. */
  corsOrigins: commaList.default([]),
  /** Requests per minute and principal. */
  rateLimit: wholeNumber(1, 1_000_000, 600),
  /** Refused sign-ins per minute and peer address. */
  signInFailureLimit: wholeNumber(1, 1_000_000, 60),
  /** Milliseconds a client has to send its whole request. */
  requestTimeoutMs: wholeNumber(100, 600_000, 30_000),
  /** Milliseconds that open requests have to finish after SIGTERM. */
  drainTimeoutMs: wholeNumber(0, 600_000, 10_000),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'not a level').default('info'),
  /** `host:port` pairs of webhook receivers in tests, where plain http and loopback are taken. Empty wherever customers are. */
  webhookTestHosts: commaList.default([]),
  /** An issuer on loopback may speak plain http: the embedded start only. */
  allowLoopbackIssuer: flag.default(false),
};
