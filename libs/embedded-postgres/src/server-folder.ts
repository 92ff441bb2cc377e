import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.js';
import { reachableBy, type ServerUser } from './server-user.js';
import { stopLeftover } from './leftover.js';

const PREFIX = 'vitrine-postgres-';

/** One server's files: `data` (the server's own), `binaries`, `server.log`, `secret`, `owner.json`. */
export interface ServerFolder {
  readonly path: string;
  readonly secret: string;
}

/** A throw-away folder, after the folders of dead owners have been cleared away. */
export async function temporaryFolder(user: ServerUser): Promise<ServerFolder> {
  const base = [tmpdir(), '/var/tmp', '/dev/shm'].find((folder) => existsSync(folder) && reachableBy(user, join(folder, 'x')));
  if (base === undefined) throw new EmbeddedPostgresError('folder-unsafe', 'no temporary folder that the server can reach');
  await sweep(base);
  const path = mkdtempSync(join(base, PREFIX));
  claim(path, user);
  return { path, secret: secretOf(path) };
}

/**
 * The folder whose data outlives the process. Where the server's user cannot reach the wanted place, a folder
 * below /var/tmp stands in for it, named after it so that the next start finds it again.
 */
export async function keptFolder(user: ServerUser, wanted: string): Promise<ServerFolder> {
  const absolute = resolve(wanted);
  const path = reachableBy(user, join(absolute, 'x'))
    ? absolute
    : join('/var/tmp', `vitrine-kept-${createHash('sha256').update(absolute).digest('hex').slice(0, 16)}`);
  mkdirSync(path, { recursive: true, mode: 0o711 });
  // /var/tmp is everybody's: a folder that somebody else made there first would hand him the data.
  const stat = lstatSync(path);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError('folder-unsafe', `${path} is not ours alone`);
  }
  const owner = ownerOf(path);
  if (owner !== 'none' && isAlive(owner)) {
    throw new EmbeddedPostgresError('already-running', `process ${owner.pid} serves ${path}`);
  }
  await stopLeftover(join(path, 'data'));
  claim(path, user);
  return { path, secret: secretOf(path) };
}

/** Says who must be alive for this folder to be in use; the supervisor signs in after its parent. */
export function signIn(path: string, pid: number): void {
  writeFileSync(join(path, 'owner.json'), JSON.stringify(identityOf(pid)), { mode: 0o600 });
}

function claim(path: string, user: ServerUser): void {
  signIn(path, process.pid);
  // The parent stays ours and only lets the server through, so the server can write nothing but its data.
  if (user !== null && (lstatSync(path).mode & 0o001) === 0) chmodSync(path, 0o711);
}

function secretOf(path: string): string {
  const file = join(path, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8');
}

function ownerOf(path: string): ProcessIdentity | 'none' {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(path, 'owner.json'), 'utf8'));
    if (typeof owner === 'object' && owner !== null && 'pid' in owner && 'startedAt' in owner && typeof owner.pid === 'number') {
      return { pid: owner.pid, startedAt: String(owner.startedAt) };
    }
  } catch {
    // Unreadable or half written is the same as unsigned.
  }
  return 'none';
}

/** SIGKILL of a supervisor leaves its server and folder: the next start ends both. */
async function sweep(base: string): Promise<void> {
  for (const name of readdirSync(base)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(base, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isDirectory() || stat.uid !== process.getuid?.()) continue;
    const owner = ownerOf(path);
    const abandoned = owner === 'none' ? Date.now() - stat.mtimeMs > 600_000 : !isAlive(owner);
    if (!abandoned) continue;
    await stopLeftover(join(path, 'data'));
    rmSync(path, { recursive: true, force: true });
  }
}
