import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { ApiTokenCallers } from './api-token-callers.js';
import { ApiTokenStrategy } from './api-token.strategy.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { CallerRecheck } from './caller-recheck.js';
import { MemberCallers } from './member-callers.js';
import { OidcStrategy } from './oidc.strategy.js';
import { OperatorCallers } from './operator-callers.js';
import { OperatorReadOnlyGuard } from './operator-read-only.guard.js';
import { OrganizationInterceptor } from './organization.interceptor.js';
import { Policies } from './policy/policies.js';
import { PolicyEngine } from './policy/policy-engine.js';
import { PolicyGuard } from './policy/policy.guard.js';
import { RouteAudit } from './route-audit.js';
import { ScopeGuard } from './scope.guard.js';
import { TargetBinding } from './target-binding.js';
import { TenantGuard } from './tenant.guard.js';

/** token → tenant guard → operators only read → scope → decision, for every route of every module; guards run in the order of this list. */
@Global()
@Module({
  imports: [PassportModule, DiscoveryModule],
  providers: [
    OidcStrategy,
    ApiTokenStrategy,
    ApiTokenCallers,
    CallerRecheck,
    MemberCallers,
    OperatorCallers,
    RouteAudit,
    TargetBinding,
    Policies,
    { provide: PolicyEngine, useFactory: () => new PolicyEngine() },
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useClass: TenantGuard },
    { provide: APP_GUARD, useClass: OperatorReadOnlyGuard },
    { provide: APP_GUARD, useClass: ScopeGuard },
    { provide: APP_GUARD, useClass: PolicyGuard },
    { provide: APP_INTERCEPTOR, useClass: OrganizationInterceptor },
  ],
  exports: [ApiTokenCallers, CallerRecheck, OperatorCallers, Policies, MemberCallers],
})
export class AuthModule {}
