import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { operatorAtDoor } from '../auth/operator-callers.js';
import { operatorRequired } from '../auth/operator-errors.js';
import type { OperatorId } from '../auth/operator-id.js';

/** `@CurrentOperator() operator: OperatorId`, on routes that are `@RequiresOperator()`. */
export const CurrentOperator = createParamDecorator((_: unknown, context: ExecutionContext): OperatorId => {
  const operator = operatorAtDoor(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (operator === 'none') throw operatorRequired();
  return operator;
});
