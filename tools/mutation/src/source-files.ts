import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './targets.js';

const filesOf = (project: string, globs: readonly string[]): string[] => [...new Set(globs.flatMap((glob) => globSync(glob, { cwd: project }).sort()))];

/** The files to mutate: no specs and what only specs use, and no front doors, which hold nothing to break. */
export const mutatedFiles = (project: string, target: Target): string[] =>
  filesOf(project, target.sources).filter((file) => !/\.spec\.ts$|\.generated\.ts$|\/fixtures\/|\/index\.ts$|\/main\.ts$/.test(file));

export const specFiles = (project: string, target: Target): string[] => filesOf(project, target.specs).filter((file) => target.without[file] === undefined);

/** Hex; the same for the same sources and specs, so that a report can be told from an outdated one. */
export function sourceHash(project: string, target: Target): string {
  const hash = createHash('sha256');
  for (const file of [...mutatedFiles(project, target), ...specFiles(project, target)]) {
    const bytes = readFileSync(join(project, file));
    hash.update(`${file}\n${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest('hex');
}
