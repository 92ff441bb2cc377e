import { Global, Module } from '@nestjs/common';
import type { ApiConfig } from '../config.js';
import { API_CONFIG } from '../platform/tokens.js';
import { Denials } from './denials.js';
import { TrailKeysController } from './trail-keys.controller.js';
import { TrailKeys } from './trail-keys.js';
import { TrailController } from './trail.controller.js';
import { TrailRepository } from './trail.repository.js';
import { TrailService } from './trail.service.js';

/** Global for `Denials`: the filter that answers every problem writes it down. */
@Global()
@Module({
  controllers: [TrailController, TrailKeysController],
  providers: [
    Denials,
    TrailService,
    TrailRepository,
    { provide: TrailKeys, useFactory: (config: ApiConfig) => new TrailKeys(config.trailKeys), inject: [API_CONFIG] },
  ],
  exports: [Denials],
})
export class TrailModule {}
