import { Module } from '@nestjs/common';
import { IssuerKeys } from '../auth/issuer-keys.js';
import type { ApiConfig } from '../config.js';
import { API_CONFIG } from '../platform/tokens.js';
import { CiIssuers } from './ci-issuers.js';
import { IdTokenVerifier } from './id-token-verifier.js';
import { TokenExchangeController } from './token-exchange.controller.js';
import { TokenExchangeRepository } from './token-exchange.repository.js';
import { TokenExchangeService } from './token-exchange.service.js';
import { TrustRulesController } from './trust-rules.controller.js';
import { TrustRulesRepository } from './trust-rules.repository.js';
import { TrustRulesService } from './trust-rules.service.js';

@Module({
  controllers: [TrustRulesController, TokenExchangeController],
  providers: [
    TrustRulesService,
    TrustRulesRepository,
    TokenExchangeService,
    TokenExchangeRepository,
    { provide: CiIssuers, inject: [API_CONFIG], useFactory: (config: ApiConfig) => new CiIssuers(config.ciIssuers, config.publicUrl) },
    { provide: IdTokenVerifier, inject: [IssuerKeys], useFactory: (keys: IssuerKeys) => new IdTokenVerifier(keys) },
  ],
})
export class TokenExchangeModule {}
