import { Module, type DynamicModule } from '@nestjs/common';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { ApiTokensModule } from './api-tokens/api-tokens.module.js';
import { AuditsModule } from './audits/audits.module.js';
import { AuthModule } from './auth/auth.module.js';
import type { ApiConfig } from './config.js';
import { CostsModule } from './costs/costs.module.js';
import { FederationModule } from './federation/federation.module.js';
import { FindingsModule } from './findings/findings.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import type { ApiLog } from './log.js';
import { IdentityProviderModule } from './identity-provider/identity-provider.module.js';
import { MembersModule } from './members/members.module.js';
import { DocsModule } from './openapi/docs.module.js';
import { OrganizationsModule } from './organizations/organizations.module.js';
import { OperatorSessionsModule } from './operator-sessions/operator-sessions.module.js';
import type { Platform } from './platform/platform.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { TokenExchangeModule } from './token-exchange/token-exchange.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { SchedulesModule } from './schedules/schedules.module.js';
import { RulesModule } from './rules/rules.module.js';
import { SealingKeysModule } from './sealing-keys/sealing-keys.module.js';
import { TrailModule } from './trail/trail.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** What the API does, one line per feature. */
const features = [
  HealthModule,
  DocsModule,
  OrganizationsModule,
  ApprovalsModule,
  MembersModule,
  InvitationsModule,
  ApiTokensModule,
  TokenExchangeModule,
  IdentityProviderModule,
  SealingKeysModule,
  FederationModule,
  ConnectionsModule,
  RulesModule,
  AuditsModule,
  FindingsModule,
  SchedulesModule,
  WebhooksModule,
  TrailModule,
  CostsModule,
  OperatorSessionsModule,
];

@Module({})
export class AppModule {
  static of(config: ApiConfig, platform: Platform, log: ApiLog): DynamicModule {
    // AuthModule comes before HttpModule: interceptors run in this order, and an answer is made inside the organization's scope.
    return { module: AppModule, imports: [PlatformModule.of(config, platform, log), AuthModule, HttpModule, ...features] };
  }
}
