import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.js';
import { insufficientScope, unauthenticated } from './auth-errors.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';

/** Scope: the last guard. A route that says nothing about access is closed, should the start-up check ever miss one. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access === undefined) throw insufficientScope('none');
    if (access.kind === 'public') return true;
    const known = contextOf(context.switchToHttp().getRequest<FastifyRequest>().raw);
    if (known === 'none' || known.caller === 'unknown') throw unauthenticated();
    if (!known.caller.scopes.has(access.scope)) throw insufficientScope(access.scope);
    return true;
  }
}
