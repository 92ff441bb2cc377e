import { startLike, type FurtherWorker } from './further-worker.js';

/** Kills a running worker without a chance to say goodbye, and starts it again. What it was is read before it is killed. */
export function killAndRestart(pid: number): FurtherWorker {
  process.kill(pid, 'SIGSTOP');
  const again = startLike(pid);
  process.kill(pid, 'SIGKILL');
  return again;
}
