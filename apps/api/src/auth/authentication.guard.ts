import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { VitrineError } from '@vitrine/contracts';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.js';
import { RateLimits } from '../http/rate-limits.js';
import { unauthenticated } from './auth-errors.js';
import { OidcVerifier } from './oidc-verifier.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';

/** Token: the first guard. Public routes pass; everything else presents a bearer token that a strategy accepts. */
@Injectable()
export class AuthenticationGuard extends AuthGuard(['api-token', 'oidc']) {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: OidcVerifier,
    private readonly limits: RateLimits,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.get<RouteAccess | undefined>(ROUTE_ACCESS, context.getHandler());
    if (access?.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const known = contextOf(request.raw);
    const peer = known === 'none' ? 'unknown' : known.peer;
    await this.limits.expectSignInsLeft(peer);
    try {
      // The base class answers with a promise; its type allows more.
      return (await super.canActivate(context)) === true;
    } catch (error) {
      // Attack: guessing. Only refusals count, so that a busy office behind one address is not locked out by its successes.
      if (error instanceof VitrineError && error.status === 401) await this.limits.countRefusedSignIn(peer);
      throw error;
    }
  }

  override getAuthenticateOptions(): { session: false; verifier: OidcVerifier } {
    return { session: false, verifier: this.verifier };
  }

  override handleRequest<T>(error: unknown, presented: T | false | null | undefined): T {
    if (error instanceof Error) throw error;
    if (presented === false || presented === null || presented === undefined) throw unauthenticated();
    return presented;
  }
}
