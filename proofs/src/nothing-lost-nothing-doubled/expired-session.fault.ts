import type { Fault } from './fault.js';
import { restUntil } from './waits.js';

/** Longer than the 15 minutes that a session lives. */
const JUMP_MS = 16 * 60_000;

const jumps = new WeakMap<object, number>();

/** Row 13: the provider ends every session before its time, again and again; the worker signs in once more and goes on. */
export const expiredSession: Fault = {
  row: 13,
  attack: 'every session of an assumed role expires at the provider in the middle of the audits, again and again',
  expected: '0 jobs ended for want of a session',
  removes: 'the second sign-in of a session that ended early',
  withoutGuard: {
    edits: [{ file: 'credentials/session-lender.js', from: `if (result.outcome !== 'expired' || renewed)`, to: `if (result.outcome !== 'throttled')` }],
  },
  signIn: 'role',
  latencyMs: 60,
  async throwIt(scene) {
    const { house, settled } = scene;
    let ahead = 0;
    house.clouds.behaviour.now = () => new Date(Date.now() + ahead);
    for (let jump = 0; jump < 8; jump += 1) {
      if (await restUntil(settled, 2_500)) return;
      ahead += JUMP_MS;
      jumps.set(scene, jump + 1);
    }
  },
  judge: (scene) =>
    Promise.resolve({
      held: (jumps.get(scene) ?? 0) > 0,
      seen: `${String(jumps.get(scene) ?? 0)} times, ${String(scene.house.clouds.log.count('sts:AssumeRole'))} sign-ins`,
    }),
};
