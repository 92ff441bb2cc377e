import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../../http/request-context.js';
import { unauthenticated } from '../auth-errors.js';
import { ROUTE_ACCESS, type RouteAccess } from '../route-access.js';
import { Policies } from './policies.js';

/** Decision: after token, tenant and scope. What depends on rows is asked again by the service that has them. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly policies: Policies,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    // Public, or an operator at the door: there is no organization to decide about.
    if (access?.kind !== 'scope') return access !== undefined;
    const known = contextOf(context.switchToHttp().getRequest<FastifyRequest>().raw);
    if (known === 'none' || known.caller === 'unknown') throw unauthenticated();
    this.policies.expectAllowed(known.caller, access.action, {}, known);
    return true;
  }
}
