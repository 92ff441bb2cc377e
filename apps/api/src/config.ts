import { readFileSync } from 'node:fs';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import { configFields } from './config-fields.js';

const configSchema = z.strictObject(configFields);

/** Everything the API may be told by its operator; see `config-fields.ts` for units and defaults. */
export type ApiConfig = z.infer<typeof configSchema>;

/** `VITRINE_DATABASE_URL` for `databaseUrl`. */
function variableOf(field: string): string {
  return `VITRINE_${field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Reads `VITRINE_*` variables, each of which may instead be given as `…_FILE`, the path of a file that holds the value.
 * @throws VitrineError `config-invalid`, which lists every wrong variable by name and code at once, and never a value
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ApiConfig {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const field of Object.keys(configFields)) {
    const variable = variableOf(field);
    const inline = environment[variable];
    const file = environment[`${variable}_FILE`];
    if (inline !== undefined && file !== undefined) problems.push(`${variable}: given twice, as itself and as ${variable}_FILE`);
    else if (file !== undefined) {
      try {
        values[field] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch {
        problems.push(`${variable}_FILE: cannot be read`);
      }
    } else if (inline !== undefined && inline !== '') values[field] = inline;
  }
  const parsed = configSchema.safeParse(values);
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const variable = variableOf(String(issue.path[0] ?? ''));
    if (!problems.some((problem) => problem.startsWith(variable)))
      problems.push(`${variable}: ${issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'missing' : describe(issue)}`);
  }
  if (!parsed.success || problems.length > 0) {
    throw new VitrineError({ code: 'config-invalid', status: 500, publicMessage: 'An internal error occurred.', internal: problems.join('; ') });
  }
  return parsed.data;
}

/** Our own messages are constants; zod's begin so, may quote the input, and only their code is said. */
function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.slice(1).join('.');
  const what = /^(Invalid|Unrecognized|Too|Expected)\b/.test(issue.message) ? issue.code : issue.message;
  return where === '' ? what : `${where}: ${what}`;
}
