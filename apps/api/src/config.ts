import { readFileSync } from 'node:fs';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import { configFields } from './config-fields.js';

const configSchema = z.strictObject(configFields);
/** What a command of the operator needs, which serves nobody. */
const databaseSchema = configSchema.pick({
  databaseUrl: true,
  databaseHost: true,
  databasePort: true,
  databaseName: true,
  databasePassword: true,
  databaseCaFile: true,
  databaseCertificateFile: true,
  databaseKeyFile: true,
});
type DatabaseFields = z.infer<typeof databaseSchema>;
type Environment = Readonly<Record<string, string | undefined>>;

/** How to reach the database, its URL whole. */
export interface DatabaseConfig extends DatabaseFields {
  /** As given, or made of host, port, name and password. */
  readonly databaseUrl: string;
}

/** Everything the API may be told by its operator; see `config-fields.ts` for units and defaults. */
export type ApiConfig = z.infer<typeof configSchema> & DatabaseConfig;

/** Every variable that `readConfig` knows. Any but the paths may instead be given as `…_FILE`. */
export const settingNames: readonly string[] = Object.keys(configFields).map(variableOf);

/** `VITRINE_DATABASE_URL` for `databaseUrl`. */
function variableOf(field: string): string {
  return `VITRINE_${field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/**
 * Reads `VITRINE_*` variables, each of which may instead be given as `…_FILE`, the path of a file that holds the value.
 * @throws VitrineError `config-invalid`, which lists every wrong variable by name and code at once, and never a value
 */
export function readConfig(environment: Environment): ApiConfig {
  return readFields(configSchema, environment);
}

/** The same for the database's variables alone. */
export function readDatabaseConfig(environment: Environment): DatabaseConfig {
  return readFields(databaseSchema, environment);
}

function readFields<T extends DatabaseFields>(
  schema: z.ZodType<T> & { readonly shape: object },
  environment: Environment,
): T & { readonly databaseUrl: string } {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const field of Object.keys(schema.shape)) {
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
  const parsed = schema.safeParse(values);
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const variable = variableOf(String(issue.path[0] ?? ''));
    if (!problems.some((problem) => problem.startsWith(variable)))
      problems.push(`${variable}: ${issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'missing' : describe(issue)}`);
  }
  if (!problems.some((problem) => problem.startsWith('VITRINE_DATABASE_')) && values['databaseUrl'] === undefined && values['databaseHost'] === undefined)
    problems.push('VITRINE_DATABASE_URL: missing');
  problems.push(...loneHalves(values));
  if (!parsed.success || problems.length > 0) {
    throw new VitrineError({ code: 'config-invalid', status: 500, publicMessage: 'An internal error occurred.', internal: problems.join('; ') });
  }
  return { ...parsed.data, databaseUrl: databaseUrlOf(parsed.data) };
}

/** A password has no place in a URL that the environment shows; it joins here. */
function databaseUrlOf({ databaseUrl, databaseHost = '', databasePort, databaseName, databasePassword = '' }: DatabaseFields): string {
  const password = encodeURIComponent(databasePassword);
  if (databaseUrl === undefined) return `postgres://vitrine_api:${password}@${databaseHost}:${String(databasePort)}/${encodeURIComponent(databaseName)}`;
  const url = URL.parse(databaseUrl);
  if (password === '' || url === null) return databaseUrl;
  url.password = password;
  return url.href;
}

/** A certificate without its key would only fail at the first connection. */
function loneHalves(values: Readonly<Record<string, string>>): string[] {
  const pairs = [
    ['databaseCertificateFile', 'databaseKeyFile'],
    ['redisCertFile', 'redisKeyFile'],
  ] as const;
  return pairs.flatMap(([certificate, key]) =>
    (values[certificate] === undefined) === (values[key] === undefined) ? [] : [`${variableOf(certificate)} and ${variableOf(key)}: both or none`],
  );
}

/** Our own messages are constants; zod's begin so, may quote the input, and only their code is said. */
function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.slice(1).join('.');
  const what = /^(Invalid|Unrecognized|Too|Expected)\b/.test(issue.message) ? issue.code : issue.message;
  return where === '' ? what : `${where}: ${what}`;
}
