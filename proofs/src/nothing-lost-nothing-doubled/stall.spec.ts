import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stall } from './stall.js';
import { restUntil } from './waits.js';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function sleeper(): number {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  started.push(child);
  if (child.pid === undefined) throw new Error('sleep could not be started');
  return child.pid;
}

/** `T` is stopped, `S` sleeps. */
const stateOf = (pid: number): string => /\) (\w)/.exec(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'))?.[1] ?? '';

/** Looks again and again, for ten seconds at most. */
async function becomes(pid: number, state: string): Promise<void> {
  const patience = AbortSignal.timeout(10_000);
  while (stateOf(pid) !== state && !patience.aborted) await restUntil(patience, 20);
  expect(stateOf(pid)).toBe(state);
}

describe('a stalled process', () => {
  it('stands until it is woken', async () => {
    const pid = sleeper();
    const wake = stall(pid);
    await becomes(pid, 'T');
    wake();
    await becomes(pid, 'S');
  });

  it('is woken when whoever stalled it is killed: nobody else would, and a stopped worker outlives a proof that was interrupted', async () => {
    const pid = sleeper();
    const module = new URL('./stall.js', import.meta.url.replace('/src/', '/dist/')).href;
    const proof = spawn(process.execPath, ['--input-type=module', '-e', `(await import(${JSON.stringify(module)})).stall(${String(pid)})`], {
      stdio: 'ignore',
    });
    started.push(proof);
    await becomes(pid, 'T');
    proof.kill('SIGKILL');
    await becomes(pid, 'S');
  });
});
