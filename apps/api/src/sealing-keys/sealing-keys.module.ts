import { Module } from '@nestjs/common';
import type { ApiConfig } from '../config.js';
import { API_CONFIG } from '../platform/platform.module.js';
import { SealingKeysController } from './sealing-keys.controller.js';
import { SealingKeys } from './sealing-keys.js';

@Module({
  controllers: [SealingKeysController],
  providers: [{ provide: SealingKeys, useFactory: (config: ApiConfig) => SealingKeys.fromFile(config.sealingKeysFile), inject: [API_CONFIG] }],
  exports: [SealingKeys],
})
export class SealingKeysModule {}
