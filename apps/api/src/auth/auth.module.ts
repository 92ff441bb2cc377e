import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ApiTokenCallers } from './api-token-callers.js';
import { ApiTokenStrategy } from './api-token.strategy.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { CallerRecheck } from './caller-recheck.js';
import { MemberCallers } from './member-callers.js';
import { OidcStrategy } from './oidc.strategy.js';
import { OrganizationInterceptor } from './organization.interceptor.js';
import { RouteAudit } from './route-audit.js';
import { ScopeGuard } from './scope.guard.js';
import { TenantGuard } from './tenant.guard.js';

/** token → tenant guard → scope, for every route of every module; guards run in the order of this list. */
@Global()
@Module({
  imports: [PassportModule, DiscoveryModule],
  providers: [
    OidcStrategy,
    ApiTokenStrategy,
    ApiTokenCallers,
    CallerRecheck,
    MemberCallers,
    RouteAudit,
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useClass: TenantGuard },
    { provide: APP_GUARD, useClass: ScopeGuard },
    { provide: APP_INTERCEPTOR, useClass: OrganizationInterceptor },
  ],
  exports: [ApiTokenCallers, CallerRecheck],
})
export class AuthModule {}
