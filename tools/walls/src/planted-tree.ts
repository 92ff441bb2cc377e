import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A throw-away copy of the sources in which forbidden imports can be planted without anybody else seeing them. */
export interface PlantedTree {
  readonly root: string;
  plant(file: string, source: string): Promise<void>;
  remove(): Promise<void>;
}

const copied = [
  'apps',
  'libs',
  'tools',
  'e2e',
  'bench',
  'package.json',
  'nx.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'eslint.config.mjs',
  '.dependency-cruiser.cjs',
];
const skipped = /(^|\/)(node_modules|dist|\.nx|\.vitrine)(\/|$)/;

export async function plantedTree(projectRoot: string): Promise<PlantedTree> {
  const root = await mkdtemp(join(tmpdir(), 'vitrine-walls-'));
  for (const entry of copied) {
    await cp(join(projectRoot, entry), join(root, entry), { recursive: true, filter: (source) => !skipped.test(source.slice(projectRoot.length)) });
  }
  await linkModules(projectRoot, root);
  return {
    root,
    plant: async (file, source) => {
      await mkdir(dirname(join(root, file)), { recursive: true });
      await writeFile(join(root, file), source);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Foreign packages are shared by link; our own point into the copy, else a planted import would be resolved outside it. */
async function linkModules(projectRoot: string, root: string): Promise<void> {
  const modules = join(projectRoot, 'node_modules');
  await mkdir(join(root, 'node_modules', '@vitrine'), { recursive: true });
  for (const entry of await readdir(modules)) {
    if (entry === '@vitrine' || entry === '.cache') continue;
    await symlink(join(modules, entry), join(root, 'node_modules', entry));
  }
  for (const [name, folder] of await workspaces(root)) {
    await symlink(join(root, folder), join(root, 'node_modules', '@vitrine', name));
    // npm keeps a version of its own below a project where versions differ.
    if (existsSync(join(projectRoot, folder, 'node_modules'))) await symlink(join(projectRoot, folder, 'node_modules'), join(root, folder, 'node_modules'));
  }
}

/** Names (without scope) and folders of every project. */
export async function workspaces(root: string): Promise<[string, string][]> {
  const found: [string, string][] = [];
  for (const parent of ['apps', 'libs', 'libs/crypto', 'tools', '.']) {
    for (const entry of await readdir(join(root, parent), { withFileTypes: true })) {
      if (!entry.isDirectory() || (parent === '.' && entry.name !== 'e2e' && entry.name !== 'bench')) continue;
      const folder = parent === '.' ? entry.name : `${parent}/${entry.name}`;
      const manifest = await readFile(join(root, folder, 'package.json'), 'utf8').catch(() => null);
      if (manifest === null) continue;
      const { name } = JSON.parse(manifest) as { name: string }; // Our own manifest, written by npm's schema.
      found.push([name.replace('@vitrine/', ''), folder]);
    }
  }
  return found;
}
