/** `node libs/database/dist/main.js bootstrap | migrate | lint | generate [--check]`, configured by the environment (`--print-settings` names it). */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { VitrineError } from '@vitrine/contracts';
import { z } from 'zod';
import { bootstrapServer, ensureDatabase, prepareDatabase } from './bootstrap-server.js';
import { generateTables } from './generate-tables.js';
import { grantsLock } from './grants-lock.js';
import { lintCatalogue } from './lint-catalogue.js';
import { migrate } from './migrate.js';
import { readSettings, settingNames, type DatabaseSettings } from './settings.js';

/** Roles with their passwords, the database, and what only a superuser sets up in it. Repeatable. */
async function bootstrap(settings: DatabaseSettings): Promise<void> {
  const server = settings.superuser();
  const logins = await bootstrapServer(server, (role) => settings.passwordOf(role));
  await ensureDatabase(server, settings.databaseName);
  const database = new URL(server.url);
  database.pathname = `/${settings.databaseName}`;
  await prepareDatabase({ ...server, url: database.href });
  say(`roles ${logins.join(', ')}; database ${settings.databaseName} is ready to migrate`);
}

async function applyMigrations(settings: DatabaseSettings): Promise<void> {
  const applied = await migrate(settings.migrator());
  say(applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`);
}

async function lint(settings: DatabaseSettings): Promise<void> {
  const faults = await lintCatalogue(settings.superuser(settings.databaseName));
  for (const { lint: name, fault, why } of faults) say(`${name}: ${fault} (${why})`);
  if (faults.length > 0) process.exitCode = 1;
}

/** Writes what is derived from the live schema, or with `--check` says what differs. */
async function generate(settings: DatabaseSettings, check: boolean): Promise<void> {
  const connect = settings.superuser(settings.databaseName);
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

const commands = ['bootstrap', 'migrate', 'lint', 'generate'] as const;

/** One command after the other: a container that prepares a database is `bootstrap migrate`. */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--print-settings')) return say(settingNames.join('\n'));
  const wanted = z
    .array(z.enum(commands))
    .min(1)
    .safeParse(args.filter((each) => each !== '--check'));
  if (!wanted.success) {
    process.stderr.write(`usage: main.js COMMAND…, of: ${commands.join(' | ')} [--check]\n`);
    process.exitCode = 2;
    return;
  }
  const settings = readSettings(process.env);
  for (const command of wanted.data) {
    switch (command) {
      case 'bootstrap':
        await bootstrap(settings);
        break;
      case 'migrate':
        await applyMigrations(settings);
        break;
      case 'lint':
        await lint(settings);
        break;
      case 'generate':
        await generate(settings, args.includes('--check'));
        break;
      default:
        command satisfies never;
    }
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // Of a foreign error only the kind: a database quotes values in its messages.
  const said = error instanceof VitrineError ? `${error.code}: ${error.internal}` : error instanceof Error ? error.name : 'failed';
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
}
