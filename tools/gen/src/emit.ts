import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One file that is written by us and committed, path relative to the project root. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

export interface EmitOptions {
  /** Project root. */
  readonly root: string;
  /** Only compare: nothing is written or removed. */
  readonly check: boolean;
  /** Folders that hold generated files only: what we did not generate there is stale. */
  readonly owned?: readonly string[];
}

async function current(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function staleIn(root: string, folder: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const names = await readdir(join(root, folder)).catch(() => []);
  const generated = new Set(files.map((file) => file.path));
  return names.map((name) => `${folder}/${name}`).filter((path) => !generated.has(path));
}

/** Brings the files up to date and returns the paths that differed, sorted; with `check` they stay as they are. */
export async function emit(files: readonly GeneratedFile[], { root, check, owned = [] }: EmitOptions): Promise<string[]> {
  const changed: string[] = [];
  for (const { path, text } of files) {
    const target = join(root, path);
    if ((await current(target)) === text) continue;
    changed.push(path);
    if (check) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  for (const folder of owned) {
    for (const path of await staleIn(root, folder, files)) {
      changed.push(path);
      if (!check) await rm(join(root, path));
    }
  }
  return changed.sort();
}
