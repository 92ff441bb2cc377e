import { VitrineError } from '@vitrine/contracts';
import type { ClientBase } from 'pg';
import { z } from 'zod';
import { asDatabaseError } from './database-errors.js';
import { withClient, type ConnectOptions } from './client.js';
import { readMigrations, type MigrationFile } from './migration-files.js';

/** Any constant will do, as long as every migrator uses the same. */
const ADVISORY_LOCK = 7_221_119_014;

const appliedSchema = z.array(z.object({ name: z.string(), sha256: z.string() }));

/**
 * Brings one database up to date as `vitrine_owner`: each new file in its own transaction, in order of name,
 * one migrator at a time. Running it again changes nothing.
 *
 * @param connect the login `vitrine_migrator`, which may SET ROLE vitrine_owner
 * @returns the names of the files applied now
 * @throws VitrineError `migration-changed`, `migration-missing`, `migration-out-of-order`, `migration-failed`, `database-unavailable`
 */
export async function migrate(connect: ConnectOptions, files: readonly MigrationFile[] = readMigrations()): Promise<string[]> {
  return await withClient({ applicationName: 'vitrine-migrate', ...connect }, async (client) => {
    await client.query('set role vitrine_owner');
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    // The lock is the session's and goes with it.
    await client.query('create schema if not exists vitrine_migrations');
    await client.query(
      'create table if not exists vitrine_migrations.applied (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const wanted = files.filter(({ runsAs }) => runsAs === 'vitrine_owner');
    const recorded = await client.query('select name, sha256 from vitrine_migrations.applied order by name collate "C"');
    const pending = pendingOf(wanted, appliedSchema.parse(recorded.rows));
    for (const file of pending) await apply(client, file);
    return pending.map(({ name }) => name);
  });
}

function pendingOf(wanted: readonly MigrationFile[], applied: z.infer<typeof appliedSchema>): MigrationFile[] {
  const byName = new Map(wanted.map((file) => [file.name, file]));
  for (const { name, sha256 } of applied) {
    const file = byName.get(name);
    if (file === undefined) throw refusal('migration-missing', `${name} is applied but not among the files`);
    if (file.sha256 !== sha256) throw refusal('migration-changed', `${name} was changed after it was applied; add a new file`);
  }
  const last = applied.at(-1)?.name ?? '';
  const done = new Set(applied.map(({ name }) => name));
  const pending = wanted.filter(({ name }) => !done.has(name));
  const early = pending.find(({ name }) => name < last);
  if (early !== undefined) throw refusal('migration-out-of-order', `${early.name} sorts before ${last}, which is applied`);
  return pending;
}

async function apply(client: ClientBase, file: MigrationFile): Promise<void> {
  await client.query('begin');
  try {
    await client.query(file.sql);
    await client.query('insert into vitrine_migrations.applied (name, sha256) values ($1, $2)', [file.name, file.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    const known = asDatabaseError(error);
    if (known instanceof VitrineError) throw known;
    throw refusal('migration-failed', `${file.name}: ${explain(error, file.sql)}`, error);
  }
}

/** Postgres gives the place of a fault as a character offset into the whole file; a person wants the line. */
function explain(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = 'position' in error && typeof error.position === 'string' ? Number(error.position) : Number.NaN;
  const line = Number.isNaN(position) ? '' : ` (line ${sql.slice(0, position).split('\n').length})`;
  return `${error.message}${line}`;
}

function refusal(code: string, internal: string, cause?: unknown): VitrineError {
  return new VitrineError({ code, status: 500, publicMessage: 'An internal error occurred.', internal, cause });
}
