import { Module, type DynamicModule } from '@nestjs/common';
import { Peppers } from '../auth/api-token-callers.js';
import { IssuerKeys } from '../auth/issuer-keys.js';
import { OidcVerifier } from '../auth/oidc-verifier.js';
import { PinnableIssuers } from '../auth/pinnable-issuers.js';
import { PinnedIssuers } from '../auth/pinned-issuers.js';
import type { ApiConfig } from '../config.js';
import { Database } from '../database/database.js';
import { RequestKey } from '../database/request-key.js';
import { Mutations } from '../http/mutations.js';
import { Cursors } from '../http/pagination.js';
import { RateLimits } from '../http/rate-limits.js';
import { ApiLog } from '../log.js';
import { JobOffers } from '../queue/job-offers.js';
import { ExchangeMetrics } from '../token-exchange/exchange-refusals.js';
import { Lifecycle } from './lifecycle.js';
import type { Platform } from './platform.js';
import { API_CONFIG } from './tokens.js';

export { API_CONFIG } from './tokens.js';

/** Hands the platform to every module by class, so that a feature names what it needs and nothing about where it comes from. */
@Module({})
export class PlatformModule {
  static of(config: ApiConfig, platform: Platform, log: ApiLog): DynamicModule {
    const providers = [
      { provide: API_CONFIG, useValue: config },
      { provide: ApiLog, useValue: log },
      { provide: Database, useValue: platform.database },
      { provide: JobOffers, useValue: platform.jobOffers },
      { provide: RateLimits, useValue: platform.limits },
      { provide: Cursors, useValue: platform.cursors },
      { provide: RequestKey, useValue: platform.requestKey },
      { provide: Peppers, useValue: platform.peppers },
      { provide: PinnableIssuers, useValue: platform.pinnable },
      { provide: PinnedIssuers, useValue: platform.pinned },
      { provide: IssuerKeys, useValue: platform.issuerKeys },
      { provide: ExchangeMetrics, useValue: { refused: platform.metrics.idTokenRefused } },
      { provide: OidcVerifier, useValue: platform.verifier },
      { provide: Lifecycle, useValue: platform.lifecycle },
      Mutations,
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
