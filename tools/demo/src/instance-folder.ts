import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Everything that one embedded instance keeps between starts. */
export interface InstanceFolder {
  readonly path: string;
  /** Where a folder of that name is, made closed to everybody else. */
  folder(name: 'secrets' | 'keys' | 'logs' | 'compiled'): string;
  postgres: string;
  /** The path of a secret file, made 0600 on first need; a secret is never made twice. */
  secretFile(name: string, make: () => string): string;
  /** Replaces a file in one step, so that a reader never sees half of it. */
  write(path: string, text: string): void;
}

/**
 * Opens or makes the folder.
 * @throws Error when somebody else could change what is in it
 */
export function openInstanceFolder(wanted: string): InstanceFolder {
  const path = resolve(wanted);
  // Traversable, not readable: as root the database server runs under another uid and must reach its own data below.
  mkdirSync(path, { recursive: true, mode: 0o711 });
  const stat = lstatSync(path);
  // Attack: a folder that another user made first would hand him keys and data.
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) throw new Error(`${path} is not ours alone`);

  const folder = (name: string): string => {
    const below = join(path, name);
    mkdirSync(below, { recursive: true, mode: 0o700 });
    chmodSync(below, 0o700);
    return below;
  };
  const write = (file: string, text: string): void => {
    const partial = `${file}.new`;
    writeFileSync(partial, text, { mode: 0o600 });
    renameSync(partial, file);
  };
  return {
    path,
    folder,
    postgres: join(path, 'postgres'),
    write,
    secretFile(name, make) {
      const file = join(folder('secrets'), name);
      if (!existsSync(file)) write(file, make());
      return file;
    },
  };
}

/** A file's text without its last line break; `null` where it does not exist. */
export function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').replace(/\r?\n$/, '') : null;
}
