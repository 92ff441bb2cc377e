import { configInvalid, databaseFields, databaseUrlOf, loneHalves, readVariables, variableOf, type Environment } from '@vitrine/settings';
import { z } from 'zod';
import { configFields } from './config-fields.js';
import { operatorFaults } from './operator-sessions/operator-fields.js';

const configSchema = z.strictObject(configFields);
/** What a command of the operator needs, which serves nobody. */
const databaseSchema = z.strictObject(databaseFields);
type DatabaseFields = z.infer<typeof databaseSchema>;

/** How to reach the database, its URL whole. */
export interface DatabaseConfig extends DatabaseFields {
  /** As given, or made of host, port, name and password. */
  readonly databaseUrl: string;
}

/** Everything the API may be told by its operator; see `config-fields.ts` for units and defaults. */
export type ApiConfig = z.infer<typeof configSchema> & DatabaseConfig;

/** Every variable that `readConfig` knows. Any but the paths may instead be given as `…_FILE`. */
export const settingNames: readonly string[] = Object.keys(configFields).map(variableOf);

/**
 * Reads `VITRINE_*` variables, each of which may instead be given as `…_FILE`, the path of a file that holds the value.
 * @throws VitrineError `config-invalid`, which lists every wrong variable by name and code at once, and never a value
 */
export function readConfig(environment: Environment): ApiConfig {
  const config = readFields(configSchema, environment);
  const faults = operatorFaults(config, config.oidcIssuers);
  if (faults.length > 0) throw configInvalid(faults);
  return config;
}

/** The same for the database's variables alone. */
export function readDatabaseConfig(environment: Environment): DatabaseConfig {
  return readFields(databaseSchema, environment);
}

function readFields<T extends DatabaseFields>(
  schema: z.ZodType<T> & { readonly shape: object },
  environment: Environment,
): T & { readonly databaseUrl: string } {
  // An empty file is a value here: an empty secret must be refused by its own check.
  const { values, problems: unread } = readVariables(environment, Object.keys(schema.shape), 'given');
  const problems = [...unread];
  const parsed = schema.safeParse(values);
  for (const issue of parsed.success ? [] : parsed.error.issues) {
    const variable = variableOf(String(issue.path[0] ?? ''));
    if (!problems.some((problem) => problem.startsWith(variable)))
      problems.push(`${variable}: ${issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'missing' : describe(issue)}`);
  }
  if (!problems.some((problem) => problem.startsWith('VITRINE_DATABASE_')) && values['databaseUrl'] === undefined && values['databaseHost'] === undefined)
    problems.push('VITRINE_DATABASE_URL: missing');
  problems.push(...loneHalves(values, pairs));
  if (!parsed.success || problems.length > 0) throw configInvalid(problems);
  const { databaseUrl: url, databasePassword: password } = parsed.data;
  return { ...parsed.data, databaseUrl: databaseUrlOf(parsed.data, { role: 'vitrine_api', url, password }) };
}

const pairs = [
  ['databaseCertificateFile', 'databaseKeyFile'],
  ['redisCertFile', 'redisKeyFile'],
] as const;

/** Our own messages are constants; zod's begin so, may quote the input, and only their code is said. */
function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.slice(1).join('.');
  const what = /^(Invalid|Unrecognized|Too|Expected)\b/.test(issue.message) ? issue.code : issue.message;
  return where === '' ? what : `${where}: ${what}`;
}
