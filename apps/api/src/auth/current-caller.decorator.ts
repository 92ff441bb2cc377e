import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.js';
import { unauthenticated } from './auth-errors.js';
import type { Caller } from './caller.js';

/** `@CurrentCaller() caller: Caller` */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const known = contextOf(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (known === 'none' || known.caller === 'unknown') throw unauthenticated();
  return known.caller;
});
