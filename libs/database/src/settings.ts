import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import { readPassword, type ConnectOptions } from './client.js';

const schema = z.object({
  /** PEM files; with the first, TLS is on. */
  VITRINE_DATABASE_CA_FILE: z.string().optional(),
  VITRINE_DATABASE_CERTIFICATE_FILE: z.string().optional(),
  VITRINE_DATABASE_KEY_FILE: z.string().optional(),
  /** One address for every login, in place of the two URLs. */
  VITRINE_DATABASE_HOST: z.string().optional(),
  VITRINE_DATABASE_PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .default('5432'),
  VITRINE_DATABASE_NAME: z.string().default('vitrine'),
  VITRINE_SUPERUSER_DATABASE_URL: z.string().optional(),
  VITRINE_SUPERUSER_PASSWORD_FILE: z.string().optional(),
  VITRINE_MIGRATOR_DATABASE_URL: z.string().optional(),
  /** What `bootstrap` gives the logins: a file per role, or a folder of files named as the roles. */
  VITRINE_MIGRATOR_PASSWORD_FILE: z.string().optional(),
  VITRINE_API_PASSWORD_FILE: z.string().optional(),
  VITRINE_WORKER_PASSWORD_FILE: z.string().optional(),
  VITRINE_RELAY_PASSWORD_FILE: z.string().optional(),
  VITRINE_RESEAL_PASSWORD_FILE: z.string().optional(),
  VITRINE_SEQUENCER_PASSWORD_FILE: z.string().optional(),
  VITRINE_QUEUE_PASSWORD_FILE: z.string().optional(),
  VITRINE_OPERATOR_PASSWORD_FILE: z.string().optional(),
  VITRINE_ROLE_PASSWORDS_FOLDER: z.string().optional(),
});
type Values = z.infer<typeof schema>;

/** Every variable that the program knows. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

export interface DatabaseSettings {
  readonly databaseName: string;
  /**
   * @param database of the server that `VITRINE_DATABASE_HOST` names; a URL says its own
   * @throws VitrineError `settings-invalid` where the environment names no address
   */
  superuser(database?: string): ConnectOptions;
  migrator(): ConnectOptions;
  /** The password of a login role, or `null` where no file holds one. */
  passwordOf(role: string): string | null;
}

/** @throws VitrineError `settings-invalid`, which names the variables and never a value */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): DatabaseSettings {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')));
  if (!parsed.success) throw invalid(parsed.error.issues.map(({ path }) => path.join('.')).join(', '));
  const values = parsed.data;
  return {
    databaseName: values.VITRINE_DATABASE_NAME,
    superuser: (database = 'postgres') => connectAs(values, 'postgres', database, 'VITRINE_SUPERUSER'),
    migrator: () => connectAs(values, 'vitrine_migrator', values.VITRINE_DATABASE_NAME, 'VITRINE_MIGRATOR'),
    passwordOf: (role) => {
      const file = passwordFileOf(values, role);
      return file === undefined ? null : readPassword(file);
    },
  };
}

function connectAs(values: Values, role: string, database: string, prefix: 'VITRINE_SUPERUSER' | 'VITRINE_MIGRATOR'): ConnectOptions {
  const { VITRINE_DATABASE_HOST: host, VITRINE_DATABASE_PORT: port, VITRINE_DATABASE_CA_FILE: authorityFile } = values;
  const url = values[`${prefix}_DATABASE_URL`] ?? (host === undefined ? undefined : `postgres://${role}@${host}:${port}/${encodeURIComponent(database)}`);
  if (url === undefined) throw invalid(`${prefix}_DATABASE_URL or VITRINE_DATABASE_HOST`);
  const passwordFile = values[`${prefix}_PASSWORD_FILE`];
  const { VITRINE_DATABASE_CERTIFICATE_FILE: certificateFile, VITRINE_DATABASE_KEY_FILE: keyFile } = values;
  const own = { ...(certificateFile === undefined ? {} : { certificateFile }), ...(keyFile === undefined ? {} : { keyFile }) };
  return { url, ...(passwordFile === undefined ? {} : { passwordFile }), ...(authorityFile === undefined ? {} : { tls: { authorityFile, ...own } }) };
}

function passwordFileOf(values: Values, role: string): string | undefined {
  const byRole: Readonly<Record<string, string | undefined>> = {
    vitrine_migrator: values.VITRINE_MIGRATOR_PASSWORD_FILE,
    vitrine_api: values.VITRINE_API_PASSWORD_FILE,
    vitrine_worker: values.VITRINE_WORKER_PASSWORD_FILE,
    vitrine_relay: values.VITRINE_RELAY_PASSWORD_FILE,
    vitrine_reseal: values.VITRINE_RESEAL_PASSWORD_FILE,
    vitrine_sequencer: values.VITRINE_SEQUENCER_PASSWORD_FILE,
    vitrine_queue: values.VITRINE_QUEUE_PASSWORD_FILE,
    vitrine_operator: values.VITRINE_OPERATOR_PASSWORD_FILE,
  };
  const folder = values.VITRINE_ROLE_PASSWORDS_FOLDER;
  const inFolder = folder === undefined || !existsSync(join(folder, role)) ? undefined : join(folder, role);
  return byRole[role] ?? inFolder;
}

function invalid(names: string): VitrineError {
  return new VitrineError({ code: 'settings-invalid', status: 500, publicMessage: 'An internal error occurred.', internal: `missing or wrong: ${names}` });
}
