import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isAlive } from './process-identity.js';

const PATIENCE_MS = 10_000;

/**
 * Stops a server that outlived its supervisor. The pid in postmaster.pid is believed only if that process names
 * the very data folder on its command line: after a reboot the number may belong to anybody.
 *
 * @param dataFolder a Postgres data folder, running or not, existing or not
 */
export async function stopLeftover(dataFolder: string): Promise<void> {
  const pid = postmasterPid(dataFolder);
  if (pid === 'none' || !serves(pid, dataFolder)) return;
  const identity = identityOf(pid);
  if (identity === 'gone') return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + PATIENCE_MS;
  // A process that is not our child announces its end to nobody; looking is all there is.
  while (isAlive(identity)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function postmasterPid(dataFolder: string): number | 'none' {
  try {
    const pid = Number.parseInt(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '', 10);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : 'none';
  } catch {
    return 'none';
  }
}

function serves(pid: number, dataFolder: string): boolean {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(dataFolder) || words.includes(realpathSync(dataFolder));
  } catch {
    return false;
  }
}
