import type { Fault, Scene } from './fault.js';
import { restUntil } from './waits.js';

/** How long a process may take to drain (`VITRINE_DRAIN_TIMEOUT_MS` is 20 s, and the rest is closing). */
const DRAIN_SECONDS = 25;

const drains = new WeakMap<Scene, number[]>();

/** Row 16: ten rolling restarts; pages in hand end, the rest is given back with its attempt. */
export const rollingDeploy: Fault = {
  row: 16,
  attack: 'rolling restarts by SIGTERM of every worker and the relay',
  expected: `0 re-executed, each drained within ${String(DRAIN_SECONDS)} s`,
  removes: 'the drain: SIGTERM ends the process at once',
  withoutGuard: { edits: [{ file: 'main.js', from: `const leave = () => {`, to: `const leave = () => { process.exit(0);` }] },
  latencyMs: 120,
  estate: { crowd: 2_050 },
  async throwIt(scene) {
    const { house, random, settled, pace, guard } = scene;
    const took: number[] = [];
    drains.set(scene, took);
    for (let restart = 0; restart < (pace === 'soak' ? 30 : guard === 'removed' ? 3 : 10); restart += 1) {
      if (await restUntil(settled, random.between(500, 1_500))) return;
      const members = restart % 4 === 3 ? [house.relay] : house.workers;
      const member = members[restart % members.length];
      if (member !== undefined) took.push(await member.roll());
    }
  },
  judge(scene, { reexecuted }) {
    const took = drains.get(scene) ?? [];
    const longest = Math.max(0, ...took) / 1_000;
    return Promise.resolve({
      held: reexecuted === 0 && took.length > 0 && longest <= DRAIN_SECONDS,
      seen: `${String(took.length)} restarts, longest drain ${longest.toFixed(1)} s`,
    });
  },
};
