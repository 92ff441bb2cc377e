import { readFileSync } from 'node:fs';

/** Names one process for ever: a pid alone is reused, a pid with its start time is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot (field 22 of /proc/PID/stat), or '' where there is no /proc. */
  readonly startedAt: string;
}

export function identityOf(pid: number): ProcessIdentity | 'gone' {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return 'gone';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may hold blanks, so count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return 'gone';
    return { pid, startedAt: fields[19] ?? '' };
  } catch {
    return { pid, startedAt: '' };
  }
}

export function isAlive(identity: ProcessIdentity): boolean {
  const now = identityOf(identity.pid);
  return now !== 'gone' && now.startedAt === identity.startedAt;
}
