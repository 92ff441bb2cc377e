import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Versions before the last migrations that are tried in turn: not every commit builds alone. */
const TRIED = 5;

export interface PreviousWorker {
  /** The commit that it was built of. */
  readonly commit: string;
  readonly program: string;
  remove(): void;
}

/**
 * Builds the worker as it was before the newest migration, from the repository's history: code N-1, to run on schema N.
 * @throws Error where there is no history, or none of it builds
 */
export function buildPreviousWorker(): PreviousWorker {
  const changed = git('log', `-${String(TRIED)}`, '--format=%H', '--', 'libs/database/migrations')
    .split('\n')
    .filter((each) => each !== '');
  let why = 'no migration in the history';
  for (const commit of changed.map((each) => `${each}~1`)) {
    const folder = mkdtempSync(join(tmpdir(), 'vitrine-previous-'));
    try {
      execFileSync('sh', ['-c', `git -C '${root}' archive '${commit}' | tar -x -C '${folder}'`], { stdio: ['ignore', 'ignore', 'pipe'] });
      linkModules(folder);
      execFileSync(join(root, 'node_modules/.bin/tsc'), ['-b', 'apps/worker'], { cwd: folder, stdio: 'pipe' });
      return {
        commit: git('rev-parse', '--short', commit),
        program: join(folder, 'apps/worker/dist/main.js'),
        remove: () => rmSync(folder, { recursive: true, force: true }),
      };
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
      rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new Error(`no version before the last migrations builds: ${why}`);
}

const git = (...args: readonly string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();

/** The packages of others as they are installed here, and our own as they were: links of the workspace, which are relative. */
function linkModules(folder: string): void {
  const nested = readdirSync(join(root, 'apps')).map((app) => `apps/${app}/node_modules`);
  for (const place of ['node_modules', ...nested]) {
    if (!exists(join(root, place))) continue;
    mkdirSync(join(folder, place), { recursive: true });
    for (const name of readdirSync(join(root, place))) if (name !== '@vitrine') symlinkSync(join(root, place, name), join(folder, place, name));
  }
  const own = join(folder, 'node_modules/@vitrine');
  mkdirSync(own);
  for (const name of readdirSync(join(root, 'node_modules/@vitrine'))) {
    const target = readlinkSync(join(root, 'node_modules/@vitrine', name));
    if (exists(join(own, target))) symlinkSync(target, join(own, name));
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
