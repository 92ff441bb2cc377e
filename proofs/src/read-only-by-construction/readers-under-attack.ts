import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from './access-levels.js';

/** One guard taken out of a source file: `search` must stand there exactly once, else the attack was not carried out. */
export interface Removal {
  /** Below `libs/cloud-readers/src`. */
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

export interface BuiltReaders {
  /** What the entry exports; the proof that wrote the entry knows its form. */
  readonly module: unknown;
  readonly file: string;
  remove(): Promise<void>;
}

const sources = join(projectRoot, 'libs/cloud-readers/src');

/**
 * Bundles an attacker's file together with the readers' own sources, in a temporary folder, and loads it. The attacker sees every module
 * inside, as code of ours would; with `removals` the guards are gone in this bundle alone.
 * @param entry TypeScript; `readers:` in an import stands for `libs/cloud-readers/src/`, `planted:` for one of `planted`
 * @param planted files that are not there, by their path below the project's root
 */
export async function buildReaders(entry: string, removals: readonly Removal[] = [], planted: Readonly<Record<string, string>> = {}): Promise<BuiltReaders> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-readers-'));
  try {
    // Packages are not bundled, so that errors and SDKs are the very ones that run.
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    const file = join(folder, 'attacker.mjs');
    await writeFile(join(folder, 'attacker.ts'), entry);
    const done = new Set<Removal>();
    await build({
      absWorkingDir: folder,
      entryPoints: [join(folder, 'attacker.ts')],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node24',
      packages: 'external',
      logLevel: 'silent',
      plugins: [readerSources(planted), withoutGuards(removals, done)],
    });
    const missed = removals.filter((removal) => !done.has(removal));
    if (missed.length > 0) throw new Error(`not removed, since not bundled: ${missed.map((removal) => removal.file).join(', ')}`);
    const module: unknown = await import(pathToFileURL(file).href);
    return { module, file, remove: () => rm(folder, { recursive: true, force: true }) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function readerSources(planted: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'readers',
    setup(builder) {
      builder.onResolve({ filter: /^planted:/ }, ({ path }) => ({ path: join(projectRoot, path.slice('planted:'.length)), namespace: 'planted' }));
      builder.onLoad({ filter: /.*/, namespace: 'planted' }, ({ path }) => ({
        contents: planted[path.slice(projectRoot.length + 1)] ?? '',
        loader: 'ts',
        resolveDir: dirname(path),
      }));
      // `dist-es` is written for bundlers: node itself cannot load it.
      builder.onResolve({ filter: /^@aws-sdk\/client-[a-z0-9-]+\/dist-es\// }, ({ path }) => ({ path: join(projectRoot, 'node_modules', path) }));
      // Virtual files have a namespace of their own, in which relative imports are asked here.
      builder.onResolve({ filter: /^\.\.?\//, namespace: 'planted' }, ({ path, resolveDir }) => ({ path: join(resolveDir, path.replace(/\.js$/, '.ts')) }));
      builder.onResolve({ filter: /^readers:/ }, ({ path }) => ({ path: join(sources, path.slice('readers:'.length)) }));
    },
  };
}

function withoutGuards(removals: readonly Removal[], done: Set<Removal>): Plugin {
  return {
    name: 'without-guards',
    setup(builder) {
      builder.onLoad({ filter: /libs\/cloud-readers\/src\/.*\.ts$/ }, async ({ path }) => {
        const here = removals.filter(({ file }) => join(sources, file) === path);
        let contents = await readFile(path, 'utf8');
        for (const removal of here) {
          const times = contents.split(removal.search).length - 1;
          if (times !== 1) return { errors: [{ text: `${removal.file}: the guard stands there ${String(times)} times: ${removal.search}` }] };
          contents = contents.replace(removal.search, () => removal.replace);
          done.add(removal);
        }
        return { contents, loader: 'ts' };
      });
    },
  };
}
