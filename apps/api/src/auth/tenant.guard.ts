import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimits } from '../http/rate-limits.js';
import { contextOf } from '../http/request-context.js';
import { ApiTokenCallers } from './api-token-callers.js';
import { unauthenticated } from './auth-errors.js';
import { callerText } from './caller.js';
import { MemberCallers } from './member-callers.js';
import type { Presented } from './presented.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';

/** Tenant: turns an accepted token into a caller by rows that are at most a quarter of a second old (`RecentRows`): nobody has to be told of a revocation. */
@Injectable()
export class TenantGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly members: MemberCallers,
    private readonly tokens: ApiTokenCallers,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Presented }>();
    const known = contextOf(request.raw);
    if (request.user === undefined || known === 'none') throw unauthenticated();
    const caller = request.user.kind === 'oidc' ? await this.members.callerOf(request.user.identity) : await this.tokens.callerOf(request.user.token);
    known.caller = caller;
    await this.limits.take(context.switchToHttp().getResponse(), `${caller.organizationId}/${callerText(caller)}`);
    return true;
  }
}
