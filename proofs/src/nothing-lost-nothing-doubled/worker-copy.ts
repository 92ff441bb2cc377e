import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A guard taken out of a copy of the built program: `from` stands in `file` exactly once, and becomes `to`. */
export interface Edit {
  /** Below the worker's `dist`, or `node_modules/@vitrine/<package>/dist/…` for a package that it uses. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Copies the built worker into `folder` and edits the copy. The program that ships holds no switch that turns a guard off, so that nobody
 * can find one; and whoever builds meanwhile does not change the worker under the proof.
 * @returns the program to start
 */
export function copyWorker(folder: string, edits: readonly Edit[] = []): string {
  const worker = join(folder, 'worker');
  mkdirSync(worker, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, 'apps/worker/dist'), join(worker, 'dist'), { recursive: true });
  cpSync(join(root, 'apps/worker/package.json'), join(worker, 'package.json'));
  const packages = new Set(edits.flatMap(({ file }) => /^node_modules\/@vitrine\/([a-z-]+)\//.exec(file)?.[1] ?? []));
  for (const each of packages) {
    const copy = join(worker, 'node_modules/@vitrine', each);
    for (const part of ['dist', 'package.json']) cpSync(join(root, 'libs', each, part), join(copy, part), { recursive: true });
  }
  for (const { file, from, to } of edits) {
    const path = file.startsWith('node_modules/') ? join(worker, file) : join(worker, 'dist', file);
    const parts = readFileSync(path, 'utf8').split(from);
    // A guard that was rewritten would otherwise stand in the copy as well, and the proof would blame itself for holding.
    if (parts.length !== 2) throw new Error(`${file}: the guard to take out was found ${String(parts.length - 1)} times, not once`);
    writeFileSync(path, parts.join(to));
  }
  return join(worker, 'dist/main.js');
}
