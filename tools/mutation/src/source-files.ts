import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './targets.js';

const filesOf = (project: string, globs: readonly string[]): string[] => [...new Set(globs.flatMap((glob) => globSync(glob, { cwd: project }).sort()))];

/** The files to mutate: no specs and what only specs use, and no front doors, which hold nothing to break. */
export const mutatedFiles = (project: string, target: Target): string[] =>
  filesOf(project, target.sources).filter((file) => !/\.spec\.ts$|\.generated\.ts$|\/fixtures\/|\/index\.ts$|\/main\.ts$/.test(file));

export const specFiles = (project: string, target: Target): string[] => filesOf(project, target.specs).filter((file) => target.without[file] === undefined);

/** Hex of SHA-256: of each file that is mutated, and of all specs together. */
export interface Digests {
  readonly sources: Readonly<Record<string, string>>;
  readonly specs: string;
}

export function digestsOf(project: string, target: Target): Digests {
  const digest = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
  const of = (file: string): [string, string] => [file, digest(readFileSync(join(project, file)))];
  return {
    sources: Object.fromEntries(mutatedFiles(project, target).map(of)),
    specs: digest(
      specFiles(project, target)
        .map((file) => of(file).join(' '))
        .join('\n'),
    ),
  };
}

/**
 * Consecutive files of about so many bytes together: a run that is cut off loses no more than one such part.
 * @param bytes a larger file is a part of its own
 */
export function partsOf(files: readonly string[], sizeOf: (file: string) => number, bytes: number): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const file of files) {
    const size = sizeOf(file);
    const last = parts.at(-1);
    if (last === undefined || size > room) {
      parts.push([file]);
      room = bytes - size;
    } else {
      last.push(file);
      room -= size;
    }
  }
  return parts;
}
