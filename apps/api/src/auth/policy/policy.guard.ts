import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { VitrineError } from '@vitrine/contracts';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../../http/request-context.js';
import { unauthenticated } from '../auth-errors.js';
import { ROUTE_ACCESS, type RouteAccess } from '../route-access.js';
import type { Caller } from '../caller.js';
import { TargetBinding } from '../target-binding.js';
import { Policies } from './policies.js';

/** Decision: after token, tenant and scope. What depends on rows is asked again by the service that has them. */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly policies: Policies,
    private readonly targets: TargetBinding,
  ) {}

  /** Without a promise where it lets through, as the scope's. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    // Public, or an operator at the door: there is no organization to decide about.
    if (access?.kind !== 'scope') return access !== undefined;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const known = contextOf(request.raw);
    if (known === 'none' || known.caller === 'unknown') throw unauthenticated();
    const refusal = this.policies.refusalOf(known.caller, access.action, known);
    if (refusal === 'none') return true;
    return this.refuse(request, known.caller, refusal);
  }

  private async refuse(request: FastifyRequest, caller: Caller, refusal: VitrineError): Promise<never> {
    await this.targets.expectOwn(request, caller);
    throw refusal;
  }
}
