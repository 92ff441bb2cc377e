import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { contextOf } from '../http/request-context.js';
import { operatorReadOnly } from './operator-errors.js';

/**
 * PF-38 assertReadOnly: in a session nothing but GET and HEAD is answered, whatever the route would ask for. After it stand the scopes, all of which
 * read, and the database, whose role `vitrine_operator` writes no tenant row at all.
 */
@Injectable()
export class OperatorReadOnlyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { raw, method } = context.switchToHttp().getRequest<FastifyRequest>();
    const known = contextOf(raw);
    if (known === 'none' || known.caller === 'unknown' || known.caller.via.kind !== 'operator') return true;
    if (method !== 'GET' && method !== 'HEAD') throw operatorReadOnly();
    return true;
  }
}
