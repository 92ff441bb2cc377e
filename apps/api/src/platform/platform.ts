import { createPool } from '@vitrine/database';
import { createPostgresQueue, createRedisQueue } from '@vitrine/queues';
import { Peppers } from '../auth/api-token-callers.js';
import { IssuerKeys } from '../auth/issuer-keys.js';
import { OidcVerifier } from '../auth/oidc-verifier.js';
import { PinnableIssuers } from '../auth/pinnable-issuers.js';
import { PinnedIssuers } from '../auth/pinned-issuers.js';
import type { ApiConfig } from '../config.js';
import { databaseAccess } from '../database/database-access.js';
import { Database } from '../database/database.js';
import { RequestKey } from '../database/request-key.js';
import { Cursors } from '../http/pagination.js';
import { RateLimits } from '../http/rate-limits.js';
import { operatorAccessOf } from '../operator-sessions/operator-fields.js';
import type { ApiLog } from '../log.js';
import { createApiMetrics, type ApiMetrics } from '../metrics/api-metrics.js';
import { JobOffers, type OfferingQueue } from '../queue/job-offers.js';
import { Lifecycle } from './lifecycle.js';
import { openLimiterRedis, redisAccess } from './redis-access.js';

/** Operators are few, and their look must not crowd out an organization's own people. */
const OPERATOR_CONNECTIONS = 4;

/** Everything with a connection, a key or a clock, made once from the configuration and injected by class. */
export interface Platform {
  readonly database: Database;
  readonly jobOffers: JobOffers;
  readonly limits: RateLimits;
  readonly cursors: Cursors;
  readonly requestKey: RequestKey;
  readonly peppers: Peppers;
  readonly issuerKeys: IssuerKeys;
  readonly pinnable: PinnableIssuers;
  readonly pinned: PinnedIssuers;
  readonly verifier: OidcVerifier;
  readonly lifecycle: Lifecycle;
  readonly metrics: ApiMetrics;
  /** Opens what is open at once; whatever does not answer is awaited no longer than its time limit, and used when it does. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** @param openQueue for specs that break the queue; default: the configured one */
export function createPlatform(config: ApiConfig, log: ApiLog, openQueue: () => Promise<OfferingQueue> = () => configuredQueue(config, log)): Platform {
  const pool = createPool({
    ...databaseAccess(config),
    applicationName: 'vitrine-api',
    max: config.databasePoolSize,
  });
  const operators = operatorAccessOf(config);
  const operatorPool =
    operators === 'off'
      ? 'none'
      : createPool({ ...databaseAccess(config), url: operators.databaseUrl, applicationName: 'vitrine-api-operator', max: OPERATOR_CONNECTIONS });
  const database = new Database(pool, operatorPool);
  const redis = config.redisUrl === undefined ? 'none' : openLimiterRedis(redisAccess(config.redisUrl, config));
  const metrics = createApiMetrics();
  const pinnable = new PinnableIssuers(config.pinnableIssuers, config.oidcIssuers);
  const pinned = new PinnedIssuers(database, pinnable);
  const issuerKeys = new IssuerKeys(config.allowLoopbackIssuer);
  const jobOffers = new JobOffers(openQueue, log, metrics);
  return {
    database,
    jobOffers,
    limits: new RateLimits({ perPrincipal: config.rateLimit, refusedSignIns: config.signInFailureLimit, redis }),
    cursors: new Cursors(config.requestKey),
    requestKey: new RequestKey(config.requestKey),
    peppers: new Peppers(config.tokenPeppers),
    issuerKeys,
    pinnable,
    pinned,
    verifier: new OidcVerifier(operators === 'off' ? config.oidcIssuers : [...config.oidcIssuers, operators.issuer], issuerKeys, () => new Date(), pinned),
    lifecycle: new Lifecycle(),
    metrics,
    async start() {
      await Promise.all([jobOffers.start(), redis === 'none' ? undefined : redis.connect().catch(() => undefined)]);
    },
    async close() {
      await jobOffers.close();
      if (redis !== 'none') redis.disconnect();
      await database.end();
    },
  };
}

async function configuredQueue(config: ApiConfig, log: ApiLog): Promise<OfferingQueue> {
  const onFault = ({ code }: { readonly code: string }): void => log.event('offer-failed', { code });
  if (config.redisUrl !== undefined) return await createRedisQueue({ ...redisAccess(config.redisUrl, config), onFault });
  if (config.queueDatabaseUrl !== undefined)
    return await createPostgresQueue({ ...databaseAccess(config), url: config.queueDatabaseUrl, consumers: 0, onFault });
  // Without a queue of its own the API leaves every offer to the relay.
  throw new TypeError('no queue is configured');
}
