import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.js';
import { insufficientScope, unauthenticated } from './auth-errors.js';
import { operatorAtDoor } from './operator-callers.js';
import { operatorRequired } from './operator-errors.js';
import type { Caller } from './caller.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';
import type { Scope } from './scopes.js';
import { TargetBinding } from './target-binding.js';

/** Scope: after the tenant guard, before the decision. A route that says nothing about access is closed, should the start-up check ever miss one. */
@Injectable()
export class ScopeGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly targets: TargetBinding,
  ) {}

  /** Without a promise where it lets through: reads are many, refusals are few. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access === undefined) throw insufficientScope('none');
    // An identity has no scopes yet: it is nobody's member.
    if (access.kind === 'public' || access.kind === 'identity') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { raw } = request;
    if (access.kind === 'operator') {
      if (operatorAtDoor(raw) === 'none') throw operatorRequired();
      return true;
    }
    const known = contextOf(raw);
    if (known === 'none' || known.caller === 'unknown') throw unauthenticated();
    if (known.caller.scopes.has(access.scope)) return true;
    return this.refuse(request, known.caller, access.scope);
  }

  private async refuse(request: FastifyRequest, caller: Caller, scope: Scope): Promise<never> {
    await this.targets.expectOwn(request, caller);
    throw insufficientScope(scope);
  }
}
