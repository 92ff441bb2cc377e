import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { documentedHeader } from '../http/documented-header.js';
import { invalidEventId } from './audit-errors.js';

const EVENT_NUMBER = /^\d{1,15}$/;

/** The number after which to go on; 0 where none was sent. */
export const LastEventId = createParamDecorator(
  (_: unknown, context: ExecutionContext): number => {
    const text = context.switchToHttp().getRequest<FastifyRequest>().headers['last-event-id'];
    if (text === undefined) return 0;
    if (typeof text !== 'string' || !EVENT_NUMBER.test(text)) throw invalidEventId();
    return Number(text);
  },
  [documentedHeader('Last-Event-ID', false, 'The id of the last event seen; the stream goes on after it', EVENT_NUMBER)],
);
