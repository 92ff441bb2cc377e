import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleApp, type BundledApp } from '@vitrine/walls';

export const projectRoot = resolve(import.meta.dirname, '../../..');

/**
 * Bundles the API as its image gets it, in a folder of the caller's attempt.
 * @param planted a module of the API that somebody slipped in, in the copy only; null for the API as it is
 */
export async function withApiBundle<T>(planted: string | null, work: (bundled: BundledApp) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-proof-bundle-'));
  try {
    const root = planted === null ? projectRoot : await copyWith(folder, planted);
    return await work(await bundleApp(root, 'api', join(folder, 'out')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The built API again, with an entry that also loads the planted module. */
async function copyWith(folder: string, planted: string): Promise<string> {
  const app = join(folder, 'apps/api');
  await mkdir(app, { recursive: true });
  await cp(join(projectRoot, 'apps/api/dist'), join(app, 'dist'), { recursive: true });
  await cp(join(projectRoot, 'apps/api/package.json'), join(app, 'package.json'));
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(projectRoot, 'apps/api/node_modules'), join(app, 'node_modules')).catch(() => undefined);
  await cp(join(app, 'dist/main.js'), join(app, 'dist/as-it-was.js'));
  await writeFile(join(app, 'dist/planted.js'), planted);
  await writeFile(join(app, 'dist/main.js'), "import './planted.js';\nimport './as-it-was.js';\n");
  return folder;
}
