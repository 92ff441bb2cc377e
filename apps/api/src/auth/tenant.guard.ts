import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimits } from '../http/rate-limits.js';
import { contextOf } from '../http/request-context.js';
import { ApiTokenCallers } from './api-token-callers.js';
import { tokenInvalid, unauthenticated } from './auth-errors.js';
import { callerText, type Caller } from './caller.js';
import { MemberCallers } from './member-callers.js';
import { OperatorCallers, rememberOperator, SESSION_HEADER } from './operator-callers.js';
import { operatorReadOnly, operatorRequired, operatorSessionInvalid } from './operator-errors.js';
import type { Presented } from './presented.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';

/** Tenant: turns an accepted token into a caller by rows that are at most a quarter of a second old (`RecentRows`): nobody has to be told of a revocation. */
@Injectable()
export class TenantGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly members: MemberCallers,
    private readonly tokens: ApiTokenCallers,
    private readonly operators: OperatorCallers,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Presented }>();
    const known = contextOf(request.raw);
    if (request.user === undefined || known === 'none') throw unauthenticated();
    const session = request.headers[SESSION_HEADER];
    const operator = this.operators.operatorOf(request.user);
    if (access?.kind === 'operator') {
      if (operator === 'none') throw operatorRequired();
      rememberOperator(request.raw, operator);
      await this.limits.take(context.switchToHttp().getResponse(), `operator/${operator}`);
      return true;
    }
    if (access?.kind === 'identity') {
      // Attack: an operator who would make himself a member, or a machine's token.
      if (operator !== 'none') throw operatorReadOnly();
      if (request.user.kind !== 'oidc') throw tokenInvalid();
      const { issuer, subject } = request.user.identity;
      await this.limits.take(context.switchToHttp().getResponse(), `identity/${JSON.stringify([issuer.issuer, subject])}`);
      return true;
    }
    // Attack: a session token that was stolen, used beside a member's or a machine's own token.
    if (operator === 'none' && session !== undefined) throw operatorSessionInvalid();
    const caller = operator === 'none' ? await this.callerOf(request.user) : await this.operators.callerOf(operator, session);
    known.caller = caller;
    await this.limits.take(context.switchToHttp().getResponse(), `${caller.organizationId}/${callerText(caller)}`);
    return true;
  }

  private async callerOf(presented: Presented): Promise<Caller> {
    return presented.kind === 'oidc' ? await this.members.callerOf(presented.identity) : await this.tokens.callerOf(presented.token);
  }
}
