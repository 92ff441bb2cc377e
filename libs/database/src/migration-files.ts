import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VitrineError } from '@vitrine/contracts';

/**
 * Who runs a file. The two kinds for a superuser are repeatable and run at every bootstrap; the owner's run once,
 * in order, and are recorded. Stated in each file's first line: `-- runs as: …`.
 */
export const runsAs = ['superuser, once per server', 'superuser, once per database', 'vitrine_owner'] as const;
export type RunsAs = (typeof runsAs)[number];

/** One plain SQL file; `name` orders it, `sha256` (hex) is how a later change of an applied file is noticed. */
export interface MigrationFile {
  readonly name: string;
  readonly runsAs: RunsAs;
  readonly sql: string;
  readonly sha256: string;
}

/** The committed migrations; the folder lies beside both `src` and `dist`. */
export const migrationsFolder = fileURLToPath(new URL('../migrations/', import.meta.url));

/**
 * Every `NNNN_name.sql` of the folder in the order of its name.
 * @throws VitrineError `migration-header` where the first line does not say who runs the file
 */
export function readMigrations(folder: string = migrationsFolder): MigrationFile[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_-]+\.sql$/.test(name))
    .sort()
    .map((name) => parseMigration(name, readFileSync(join(folder, name), 'utf8')));
}

export function parseMigration(name: string, sql: string): MigrationFile {
  const header = /^-- runs as: (.*?)(?:\.|$)/m.exec(sql.split('\n', 1)[0] ?? '')?.[1]?.trim();
  const runner = runsAs.find((known) => known === header);
  if (runner === undefined) {
    throw new VitrineError({
      code: 'migration-header',
      status: 500,
      publicMessage: 'An internal error occurred.',
      internal: `the first line of ${name} must be "-- runs as: " and one of: ${runsAs.join(' | ')}`,
    });
  }
  return { name, runsAs: runner, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}
