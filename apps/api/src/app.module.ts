import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import type { ApiConfig } from './config.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import type { ApiLog } from './log.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import type { Platform } from './platform/platform.js';
import { PlatformModule } from './platform/platform.module.js';

/** What the API does, one line per feature. */
const features = [HealthModule, OrganizationsModule];

@Module({})
export class AppModule {
  static of(config: ApiConfig, platform: Platform, log: ApiLog): DynamicModule {
    // AuthModule comes before HttpModule: interceptors run in this order, and an answer is made inside the organization's scope.
    return { module: AppModule, imports: [PlatformModule.of(config, platform, log), AuthModule, HttpModule, ...features] };
  }
}
