import { VitrineError } from '@vitrine/contracts';
import type { z } from 'zod';
import { variableOf } from './read-variables.js';

/** Every wrong variable at once, so that an operator mends them in one go. */
export const configInvalid = (problems: readonly string[]): VitrineError =>
  new VitrineError({ code: 'config-invalid', status: 500, publicMessage: 'An internal error occurred.', internal: problems.join('; ') });

/** @param wordsOf what may be said of an issue: zod's own messages quote the input, which may be a password */
export const problemsOf = (error: z.ZodError, wordsOf: (issue: z.core.$ZodIssue) => string): string[] =>
  error.issues.map((issue) => `${variableOf(String(issue.path[0] ?? ''))}: ${wordsOf(issue)}`);
