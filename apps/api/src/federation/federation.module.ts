import { Module } from '@nestjs/common';
import type { ApiConfig } from '../config.js';
import { API_CONFIG } from '../platform/platform.module.js';
import { FederationController } from './federation.controller.js';
import { FederationKeys } from './federation-keys.js';

@Module({
  controllers: [FederationController],
  providers: [{ provide: FederationKeys, useFactory: (config: ApiConfig) => FederationKeys.fromFile(config.federationKeysFile), inject: [API_CONFIG] }],
})
export class FederationModule {}
