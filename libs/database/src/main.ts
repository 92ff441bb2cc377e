/** `node libs/database/dist/main.js bootstrap | migrate | lint | generate [--check]`, configured by the environment. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import { bootstrapServer, ensureDatabase, prepareDatabase } from './bootstrap-server.js';
import type { ConnectOptions } from './client.js';
import { generateTables } from './generate-tables.js';
import { grantsLock } from './grants-lock.js';
import { lintCatalogue } from './lint-catalogue.js';
import { migrate } from './migrate.js';

const tlsSchema = z.object({
  VITRINE_DATABASE_CA_FILE: z.string().optional(),
  VITRINE_DATABASE_CERTIFICATE_FILE: z.string().optional(),
  VITRINE_DATABASE_KEY_FILE: z.string().optional(),
});
const superuserSchema = tlsSchema.extend({ VITRINE_SUPERUSER_DATABASE_URL: z.string(), VITRINE_SUPERUSER_PASSWORD_FILE: z.string().optional() });
const migratorSchema = tlsSchema.extend({ VITRINE_MIGRATOR_DATABASE_URL: z.string(), VITRINE_MIGRATOR_PASSWORD_FILE: z.string().optional() });
const bootstrapSchema = superuserSchema.extend({ VITRINE_DATABASE_NAME: z.string().default('vitrine'), VITRINE_ROLE_PASSWORDS_FOLDER: z.string().optional() });

/** Reads settings; a failure names them and never prints a value. */
function settings<T>(schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map(({ path }) => path.join('.'));
  throw new VitrineError({
    code: 'settings-invalid',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: `missing or wrong: ${names.join(', ')}`,
  });
}

function connectOptions(url: string, passwordFile: string | undefined, files: z.infer<typeof tlsSchema>): ConnectOptions {
  const { VITRINE_DATABASE_CA_FILE: authorityFile, VITRINE_DATABASE_CERTIFICATE_FILE: certificateFile, VITRINE_DATABASE_KEY_FILE: keyFile } = files;
  const own = { ...(certificateFile === undefined ? {} : { certificateFile }), ...(keyFile === undefined ? {} : { keyFile }) };
  return { url, ...(passwordFile === undefined ? {} : { passwordFile }), ...(authorityFile === undefined ? {} : { tls: { authorityFile, ...own } }) };
}

function superuser(read: z.infer<typeof superuserSchema>): ConnectOptions {
  return connectOptions(read.VITRINE_SUPERUSER_DATABASE_URL, read.VITRINE_SUPERUSER_PASSWORD_FILE, read);
}

async function bootstrap(): Promise<void> {
  const read = settings(bootstrapSchema);
  const server = superuser(read);
  const folder = read.VITRINE_ROLE_PASSWORDS_FOLDER;
  const passwordOf = (role: string): string | null => {
    const file = folder === undefined ? '' : join(folder, role);
    return existsSync(file) ? readFileSync(file, 'utf8').replace(/\r?\n$/, '') : null;
  };
  const logins = await bootstrapServer(server, passwordOf);
  await ensureDatabase(server, read.VITRINE_DATABASE_NAME);
  const database = new URL(server.url);
  database.pathname = `/${read.VITRINE_DATABASE_NAME}`;
  await prepareDatabase({ ...server, url: database.href });
  say(`roles ${logins.join(', ')}; database ${read.VITRINE_DATABASE_NAME} is ready to migrate`);
}

async function applyMigrations(): Promise<void> {
  const read = settings(migratorSchema);
  const applied = await migrate(connectOptions(read.VITRINE_MIGRATOR_DATABASE_URL, read.VITRINE_MIGRATOR_PASSWORD_FILE, read));
  say(applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`);
}

async function lint(): Promise<void> {
  const faults = await lintCatalogue(superuser(settings(superuserSchema)));
  for (const { lint: name, fault, why } of faults) say(`${name}: ${fault} (${why})`);
  if (faults.length > 0) process.exitCode = 1;
}

/** Writes what is derived from the live schema, or with `--check` says what differs. */
async function generate(check: boolean): Promise<void> {
  const connect = superuser(settings(superuserSchema));
  const files = { '../grants.lock': await grantsLock(connect), '../src/tables.generated.ts': await generateTables(connect) };
  for (const [name, text] of Object.entries(files)) {
    const path = fileURLToPath(new URL(name, import.meta.url));
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (check) process.exitCode = 1;
    else writeFileSync(path, text);
    say(`${name.slice(3)} ${check ? 'is out of date' : 'written'}`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(command: string | undefined, rest: readonly string[]): Promise<void> {
  switch (command) {
    case 'bootstrap':
      return await bootstrap();
    case 'migrate':
      return await applyMigrations();
    case 'lint':
      return await lint();
    case 'generate':
      return await generate(rest.includes('--check'));
    default:
      process.stderr.write('usage: main.js bootstrap | migrate | lint | generate [--check]\n');
      process.exitCode = 2;
  }
}

try {
  await main(process.argv[2], process.argv.slice(3));
} catch (error) {
  // Of a foreign error only the kind: a database quotes values in its messages.
  const said = error instanceof VitrineError ? `${error.code}: ${error.internal}` : error instanceof Error ? error.name : 'failed';
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
}
