import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { runInOrganization } from '@vitrine/tenancy';
import type { FastifyRequest } from 'fastify';
import { Observable } from 'rxjs';
import { contextOf } from '../http/request-context.js';

/** Everything after the guards runs inside the caller's organization; a transaction of another one is refused by the scope itself. */
@Injectable()
export class OrganizationInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const known = contextOf(context.switchToHttp().getRequest<FastifyRequest>().raw);
    if (known === 'none' || known.caller === 'unknown') return next.handle();
    const { caller, requestId, trace } = known;
    return new Observable((subscriber) =>
      runInOrganization({ organizationId: caller.organizationId, requestId, traceId: trace.traceId }, () => next.handle().subscribe(subscriber)),
    );
  }
}
