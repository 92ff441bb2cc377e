import { spawn } from 'node:child_process';

/** Stops the process, reads until its own stdin ends, wakes the process. Deaf to the signals of a terminal, for it is what undoes the stop. */
const WAKER = `trap '' INT TERM HUP; kill -STOP "$0" && { while read -r _; do :; done; kill -CONT "$0"; }`;

/**
 * Stops a process (SIGSTOP) until it is woken by what this returns, or until whoever stalled it is gone, however that ended:
 * a stopped process hears no other end of its parent, and would stand for ever.
 */
export function stall(pid: number): () => void {
  const waker = spawn('/bin/sh', ['-c', WAKER, String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  waker.stdin.on('error', () => undefined);
  return () => void waker.stdin.end();
}
