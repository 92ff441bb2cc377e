import type { Fault } from './fault.js';

/** The provider's clock runs so much faster than ours: its 15 minutes are 2 seconds, less than an audit takes, and the worker believes in 15 minutes. */
const FASTER = 450;

/** Row 13: the provider ends every session before its time, again and again; the worker signs in once more and goes on. */
export const expiredSession: Fault = {
  row: 13,
  attack: 'every session of an assumed role ends at the provider after 2 s, in the middle of jobs, long before the worker expects it',
  expected: '0 jobs ended for want of a session',
  removes: 'the second sign-in of a session that ended early',
  withoutGuard: {
    edits: [{ file: 'credentials/session-lender.js', from: `if (result.outcome !== 'expired' || renewed)`, to: `if (result.outcome !== 'throttled')` }],
  },
  signIn: 'role',
  latencyMs: 60,
  throwIt({ house }) {
    const begun = Date.now();
    house.clouds.behaviour.now = () => new Date(begun + (Date.now() - begun) * FASTER);
    return Promise.resolve();
  },
  judge({ house }) {
    const signIns = house.clouds.log.count('sts:AssumeRole');
    const refused = house.clouds.log.all().filter(({ operation, status }) => operation.startsWith('ec2:') && status >= 400).length;
    return Promise.resolve({ held: refused > 0, seen: `${String(refused)} calls met an expired session, ${String(signIns)} sign-ins` });
  },
};
