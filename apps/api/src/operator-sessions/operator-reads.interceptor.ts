import { Readable } from 'node:stream';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { VitrineError } from '@vitrine/contracts';
import type { FastifyRequest } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { OperatorCallers } from '../auth/operator-callers.js';
import { Database } from '../database/database.js';
import { Answer } from '../http/answer.js';
import { contextOf } from '../http/request-context.js';
import { record } from '../trail/record.js';
import { whileLive } from './while-live.js';

const paramsSchema = z.record(z.string(), z.string()).catch({});

/**
 * PF-37: what an operator is shown is written down first. The handler's result waits here until its entry is committed; if that fails, there is no
 * answer but a 503. The innermost interceptor: nothing of the result, no header either, has been set yet.
 */
@Injectable()
export class OperatorReadsInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorCallers,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const known = contextOf(request.raw);
    if (known === 'none' || known.caller === 'unknown' || known.caller.via.kind !== 'operator' || known.caller.via.session === 'none') return next.handle();
    const { caller } = known;
    return next.handle().pipe(
      mergeMap(async (result: unknown) => {
        await this.write(caller, request, result instanceof Answer ? result.status : 200);
        if (!(result instanceof Answer) || !(result.body instanceof Readable)) return result;
        // Attack: an export begun a second before the organization ended the session goes on for minutes.
        return new Answer(
          result.status,
          whileLive(result.body, async () => await this.operators.expectStill(caller)),
          result.headers,
        );
      }),
    );
  }

  private async write(caller: Caller, request: FastifyRequest, status: number): Promise<void> {
    const { organizationId, via } = caller;
    if (via.kind !== 'operator' || via.session === 'none') return;
    const { session, operator } = via;
    const payload = {
      sessionId: session,
      operator,
      route: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
      // By name: ids that the path holds, and which filters were set, not to what.
      resource: Object.entries(paramsSchema.parse(request.params)).map(([name, value]) => `${name}=${value.slice(0, 200)}`),
      filters: Object.keys(paramsSchema.parse(request.query)).slice(0, 20),
      status,
    };
    try {
      await this.database.writeAsOperator(organizationId, session, async (tx) => void (await record(tx, { type: 'operator.session.read', payload })));
    } catch (error) {
      // Ended a moment ago, elsewhere: the database knew before this process did, showed no row and took no entry.
      await this.operators.expectStill(caller);
      throw new VitrineError({
        code: 'trail-unavailable',
        status: 503,
        publicMessage: 'This look cannot be written down now, so nothing is shown. Try again shortly.',
        internal: 'the entry of an operator read could not be written',
        retryable: true,
        headers: { 'retry-after': '5' },
        cause: error,
      });
    }
  }
}
