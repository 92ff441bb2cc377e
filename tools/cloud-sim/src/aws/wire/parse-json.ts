import type { z } from 'zod';
import { AwsError } from './aws-error.js';

/** Parses a JSON request's members; AWS answers ValidationException naming the member that is wrong. */
export function parseJson<Schema extends z.ZodType>(schema: Schema, body: unknown, code = 'ValidationException'): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError(
    code,
    `1 validation error detected: Value at '${issue?.path.join('.') ?? ''}' failed to satisfy constraint: ${issue?.message ?? 'invalid'}`,
  );
}
