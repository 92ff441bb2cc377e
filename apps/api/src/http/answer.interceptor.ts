import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { VitrineError } from '@vitrine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { Answer } from './answer.js';
import { ANSWER_SCHEMA, FURTHER_ANSWERS, type AnswerSchema, type FurtherAnswers } from './answers.decorator.js';
import { isFresh } from './etag.js';
import { memberCheck } from './named-members.js';
import { isPage } from './pagination.js';
import { contextOf } from './request-context.js';

/** Sends an `Answer`'s status and headers, answers 304, and lets nothing out that the declared schema does not name. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const known = contextOf(request.raw);
    // After token and scope, before the schema: a body with forbidden members is a fault of content (design §9).
    if (known !== 'none' && known.bodyFault !== 'none') throw known.bodyFault;
    const usual = this.reflector.get<AnswerSchema | undefined>(ANSWER_SCHEMA, context.getHandler());
    const further = this.reflector.get<FurtherAnswers | undefined>(FURTHER_ANSWERS, context.getHandler());
    return next.handle().pipe(
      map((result: unknown) => {
        const answer = result instanceof Answer ? result : new Answer(reply.statusCode, result);
        reply.code(answer.status).headers(answer.headers);
        const etag = answer.headers['etag'];
        if (etag !== undefined && request.method === 'GET' && isFresh(request.headers['if-none-match'], etag)) {
          reply.code(304);
          return undefined;
        }
        const schema = further?.[answer.status] ?? usual;
        return schema instanceof z.ZodType && answer.body !== undefined ? shown(schema, answer.body) : answer.body;
      }),
    );
  }
}

function shown(schema: z.ZodType, body: unknown): unknown {
  const check = isPage(schema) ? memberCheck(schema) : 'unsure';
  if (check !== 'unsure') {
    const undeclared = check(body);
    if (undeclared === null) return body;
    throw misfit(undeclared);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw misfit(parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`).join('; '));
}

function misfit(where: string): VitrineError {
  return new VitrineError({
    code: 'internal',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: `an answer does not fit its schema: ${where.slice(0, 500)}`,
  });
}
