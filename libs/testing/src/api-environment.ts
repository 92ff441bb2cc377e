import type { TestDatabase } from './test-database.js';

/** The key by which API processes of tests sign cursors, for the attack that has got hold of an old one. */
export const testRequestKey = Buffer.alloc(32, 9);

/**
 * What an API process needs to start on this machine, as production starts it: `node main.js` and nothing but variables. No limit of requests:
 * attacks and measurements are many and of few callers.
 * @param more over these; with a Redis among them there is no queue on Postgres
 */
export const apiEnvironment = (
  database: TestDatabase,
  { issuer }: { readonly issuer: string },
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => ({
  VITRINE_PORT: '0',
  VITRINE_DATABASE_URL: database.url('vitrine_api'),
  ...('VITRINE_REDIS_URL' in more ? {} : { VITRINE_QUEUE_DATABASE_URL: database.url('vitrine_queue') }),
  VITRINE_OIDC_ISSUERS: JSON.stringify([{ issuer, audience: 'vitrine' }]),
  VITRINE_ALLOW_LOOPBACK_ISSUER: 'true',
  VITRINE_TOKEN_PEPPERS: JSON.stringify([{ id: 'p1', key: Buffer.alloc(32, 7).toString('base64') }]),
  VITRINE_REQUEST_KEY: testRequestKey.toString('base64'),
  VITRINE_RATE_LIMIT: '1000000',
  VITRINE_DRAIN_TIMEOUT_MS: '500',
  ...more,
});
