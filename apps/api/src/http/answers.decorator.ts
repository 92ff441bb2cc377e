import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { problemSchema } from './problem.js';

export const ANSWER_SCHEMA = 'vitrine:answer-schema';
export type AnswerSchema = z.ZodType | 'no-body';

/**
 * The success of a route, for the caller (status), the document (summary, schema) and the border (only named members leave).
 * @param schema `no-body` for 204, for streams and for what a handler sends itself
 * @param problems the further statuses that the route's own checks give; the common ones are added
 */
export function Answers(status: number, schema: AnswerSchema, summary: string, problems: readonly number[] = []): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    SetMetadata(ANSWER_SCHEMA, schema),
    ApiOperation({ summary }),
    ApiResponse({ status, description: summary, ...(schema === 'no-body' ? {} : { standardSchema: schema }) }),
    ...[...new Set([400, 401, 403, 406, 408, 429, 500, 503, ...problems])]
      .sort()
      .map((code) => ApiResponse({ status: code, description: 'Problem', standardSchema: problemSchema })),
  );
}
