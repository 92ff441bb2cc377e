import { startEndingSessionsProxy, type EndingSessionsProxy } from './ending-sessions-proxy.js';
import type { Fault } from './fault.js';

/**
 * More than the slots of a worker, all of which may use a session before the job that opened it does: each session serves at least the call that
 * it was opened for. Fewer than the calls that an audit makes with each of its sessions, so that every audit meets the end of some.
 */
const CALLS_PER_SESSION = 3;
const SLOTS = 2;

const proxies = new WeakMap<object, EndingSessionsProxy>();

/** Row 13: the provider ends every session long before its time, again and again; the worker signs in once more and goes on. */
export const expiredSession: Fault = {
  row: 13,
  attack: `every session of an assumed role ends at the provider after ${String(CALLS_PER_SESSION)} calls of a kind, in the middle of jobs, long before the worker expects it`,
  expected: '0 jobs ended for want of a session, 0 attempts burnt',
  removes: 'the second sign-in of a session that ended early',
  withoutGuard: {
    edits: [{ file: 'credentials/session-lender.js', from: `if (result.outcome !== 'expired' || renewed)`, to: `if (result.outcome !== 'throttled')` }],
  },
  signIn: 'role',
  audits: 12,
  environment: (worker) => (worker < 0 ? {} : { VITRINE_CONCURRENCY: String(SLOTS) }),
  between: async (aws, { random }) => {
    const proxy = await startEndingSessionsProxy(aws, CALLS_PER_SESSION);
    proxies.set(random, proxy);
    return proxy;
  },
  throwIt: () => Promise.resolve(),
  judge({ house, random }, { jobs, claims }) {
    const [refused, ended] = [proxies.get(random)?.refused() ?? 0, proxies.get(random)?.ended() ?? 0];
    const signIns = house.clouds.log.count('sts:AssumeRole');
    return Promise.resolve({
      held: ended > 20 && claims === jobs,
      seen: `${String(ended)} sessions ended early, which ${String(refused)} calls met; ${String(signIns)} sign-ins, ${String(claims - jobs)} attempts burnt`,
    });
  },
};
