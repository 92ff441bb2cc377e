import { lstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The operating-system identity of the server process; `null` is the identity of the caller. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

/** Debian's and everybody's `nobody`: it exists without our creating it, which initdb insists on (it looks up the name). */
const NOBODY = { uid: 65534, gid: 65534 } as const;

/** Postgres refuses to run as root, so root lends it another uid; everybody else keeps his own. */
export function serverUser(): ServerUser {
  return process.getuid?.() === 0 ? NOBODY : null;
}

/**
 * Whether the user can pass through every parent of the path. A clone below a 0700 folder (/root, mktemp -d) fails here;
 * the answer to that is another folder, never a chmod of somebody's clone.
 */
export function reachableBy(user: ServerUser, path: string): boolean {
  if (user === null) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const execute = stat.uid === user.uid ? 0o100 : stat.gid === user.gid ? 0o010 : 0o001;
    if (!stat.isDirectory() || (stat.mode & execute) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
