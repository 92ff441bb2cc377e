import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { unauthenticated } from './auth-errors.js';
import type { VerifiedIdentity } from './oidc-verifier.js';
import type { Presented } from './presented.js';

/** `@CurrentIdentity() identity: VerifiedIdentity` on a route that `@RequiresIdentity()`: who signed in, before any row was asked. */
export const CurrentIdentity = createParamDecorator((_: unknown, context: ExecutionContext): VerifiedIdentity => {
  const { user } = context.switchToHttp().getRequest<FastifyRequest & { user?: Presented }>();
  if (user?.kind !== 'oidc') throw unauthenticated();
  return user.identity;
});
