import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const usualFolder = join(root, 'tools/demo/dist/bundles');

export interface BundledPrograms {
  readonly api: string;
  readonly worker: string;
}

/**
 * One file per app, as the images hold it: a process that finds its code in one place starts in half the time. Made from what `tsc -b` emitted, and
 * made anew when that, or what npm installed, is newer.
 * @param kept where they lie; below the checkout, for their dependencies' static files are looked for from there
 */
export async function bundledPrograms(kept = usualFolder): Promise<BundledPrograms> {
  const newest = Math.max(...madeFrom().map((file) => statSync(file).mtimeMs));
  const [api, worker] = await Promise.all([bundled('api', newest, kept), bundled('worker', newest, kept)]);
  return { api, worker };
}

function madeFrom(): string[] {
  const built = globSync(['apps/*/dist/.tsbuildinfo', 'libs/*/dist/.tsbuildinfo', 'libs/crypto/*/dist/.tsbuildinfo', 'tools/walls/dist/.tsbuildinfo'], {
    cwd: root,
  });
  return [...built, 'node_modules/.package-lock.json'].map((path) => join(root, path)).filter((path) => existsSync(path));
}

async function bundled(app: 'api' | 'worker', newest: number, kept: string): Promise<string> {
  const file = join(kept, `${app}.mjs`);
  if (existsSync(file) && statSync(file).mtimeMs > newest) return file;
  // Only now: most starts find their bundles made.
  const { bundleApp } = await import('@vitrine/walls');
  const begun = new Date();
  const making = mkdtempSync(join(root, 'tools/demo/dist/bundling-'));
  try {
    await bundleApp(root, app, making);
    const program = `${app}.mjs`;
    // As old as what it was made from, should the compiler have written meanwhile.
    utimesSync(join(making, program), begun, begun);
    // Another start may read or make the same just now, so nothing is there by halves; the program comes last, for it is what says that all is there.
    mkdirSync(kept, { recursive: true });
    for (const name of [...readdirSync(making).filter((each) => each !== program), program]) renameSync(join(making, name), join(kept, name));
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return file;
}
