import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A guard's text in a built file, and what stands there once it is gone. */
export interface Patch {
  /** Below the package's `dist`. */
  readonly file: string;
  readonly guard: string;
  readonly instead: string;
}

export type PatchedApp = 'apps/api' | 'apps/cli' | 'libs/report' | 'libs/trail';

export interface PatchedCopy {
  readonly folder: string;
  readonly program: string;
  remove(): Promise<void>;
}

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * A copy of a built package with guards taken out, beside the same dependencies: no switch in what ships could do that.
 * @throws where a guard's text is not there exactly once, since a mutation that changes nothing proves nothing
 */
export async function patchedCopy(patches: readonly Patch[], app: PatchedApp = 'apps/api'): Promise<PatchedCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-patched-'));
  const remove = async (): Promise<void> => await rm(folder, { recursive: true, force: true });
  try {
    await cp(join(projectRoot, app, 'dist'), join(folder, 'dist'), { recursive: true });
    await cp(join(projectRoot, app, 'package.json'), join(folder, 'package.json'));
    await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
    for (const { file, guard, instead } of patches) {
      const path = join(folder, 'dist', file);
      const parts = (await readFile(path, 'utf8')).split(guard);
      if (parts.length !== 2) throw new Error(`${file} holds ${String(parts.length - 1)} of the guard to remove`);
      await writeFile(path, parts.join(instead));
    }
    return { folder, program: join(folder, 'dist/main.js'), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The one statement by which the API writes an entry of the trail. */
export const silentTrail: Patch = { file: 'trail/record.js', guard: 'await tx.query(', instead: 'void (async () => undefined)(' };
