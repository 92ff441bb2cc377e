import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import { refusal } from './problem.js';

/** Parses whatever carries a schema (`@Body({ schema })`, `@Query({ schema })`, `@Param('id', { schema })`) and answers 422 with pointers and codes. */
@Injectable()
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, { schema, data }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw invalid(parsed.error.issues, data === undefined ? [] : [data]);
  }
}

/** The code of the whole problem is the first wrong member's; an unknown member outranks, since it names an attempt. */
function invalid(issues: readonly z.core.$ZodIssue[], base: readonly string[]): VitrineError {
  const errors = issues.flatMap((issue) => membersOf(issue, base));
  const code = errors.find((error) => error.code === 'unknown-field')?.code ?? errors[0]?.code ?? 'invalid-value';
  return refusal(422, code, 'The request has members that are wrong; see errors.', { errors });
}

function membersOf(issue: z.core.$ZodIssue, base: readonly string[]): { pointer: string; code: string }[] {
  const path = [...base, ...issue.path.map(String)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ pointer: pointerOf([...path, key]), code: 'unknown-field' }));
  return [{ pointer: pointerOf(path), code: codeOf(issue) }];
}

/** Schemas name their code as the message; zod's own messages may quote the input and are never used. */
function codeOf(issue: z.core.$ZodIssue): string {
  if (/^[a-z]+(-[a-z]+)+$/.test(issue.message)) return issue.message;
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'missing-field' : 'invalid-value';
}

/** RFC 6901. */
function pointerOf(path: readonly string[]): string {
  return path.map((each) => `/${each.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
