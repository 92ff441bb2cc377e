import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { ApiOperation, ApiResponse, type ApiResponseOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from './problem.js';

export const ANSWER_SCHEMA = 'vitrine:answer-schema';
export type AnswerSchema = z.ZodType | 'no-body';
export const FURTHER_ANSWERS = 'vitrine:further-answers';
export type FurtherAnswers = Readonly<Record<number, z.ZodType>>;
/** What a stream is made of, by media type: for the document only, since a stream is not parsed on its way out. */
export type StreamedAs = NonNullable<Extract<ApiResponseOptions, { content?: unknown }>['content']>;
const isStreamed = (schema: AnswerSchema | StreamedAs): schema is StreamedAs => schema !== 'no-body' && !(schema instanceof z.ZodType);

/**
 * The success of a route, for the caller (status), the document (summary, schema) and the border (only named members leave).
 * @param schema `no-body` for 204; for a stream its content by media type
 * @param problems the further statuses that the route's own checks give; the common ones are added
 */
export function Answers(status: number, schema: AnswerSchema | StreamedAs, summary: string, problems: readonly number[] = []): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    SetMetadata(ANSWER_SCHEMA, isStreamed(schema) ? 'no-body' : schema),
    ApiOperation({ summary }),
    ApiResponse({ status, description: summary, ...(schema === 'no-body' ? {} : isStreamed(schema) ? { content: schema } : { standardSchema: schema }) }),
    ...[...new Set([400, 401, 403, 406, 408, 413, 415, 429, 500, 503, ...problems])]
      .sort()
      .map((code) => ApiResponse({ status: code, description: 'Problem', standardSchema: problemSchema })),
  );
}

/** A second success of the same route, told apart by its status: 202 where what was asked became a pending change. */
export function AlsoAnswers(status: number, schema: z.ZodType, summary: string): MethodDecorator {
  const further: FurtherAnswers = { [status]: schema };
  return applyDecorators(SetMetadata(FURTHER_ANSWERS, further), ApiResponse({ status, description: summary, standardSchema: schema }));
}
