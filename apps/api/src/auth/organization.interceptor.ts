import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { runInOrganization } from '@vitrine/tenancy';
import type { FastifyRequest } from 'fastify';
import { Observable, type Subscription } from 'rxjs';
import { runAsOperator } from '../database/operator-work.js';
import { contextOf } from '../http/request-context.js';

/** Everything after the guards runs inside the caller's organization; a transaction of another one is refused by the scope itself. An operator's runs as the operators' role too. */
@Injectable()
export class OrganizationInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const known = contextOf(context.switchToHttp().getRequest<FastifyRequest>().raw);
    if (known === 'none' || known.caller === 'unknown') return next.handle();
    const { caller, requestId, trace } = known;
    const { via } = caller;
    const inOrganization = <T>(work: () => T): T => runInOrganization({ organizationId: caller.organizationId, requestId, traceId: trace.traceId }, work);
    return new Observable((subscriber) =>
      inOrganization(() => {
        const handle = (): Subscription => next.handle().subscribe(subscriber);
        return via.kind === 'operator' && via.session !== 'none' ? runAsOperator(via.session, handle) : handle();
      }),
    );
  }
}
