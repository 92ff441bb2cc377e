import type { Between } from './between.js';
import type { Fault } from './fault.js';
import { startThrottlingProxy, type ThrottlingProxy } from './throttling-proxy.js';

/** Calls in terms of the fewest possible. */
const MOST = 1.3;
/** Who cannot know is refused every second time by a provider that is closed half of the time, waits as told, and is served. */
const FEWEST_PER_SUCCESS = 1.5;

const proxies = new WeakMap<object, ThrottlingProxy>();

/** Row 10: the provider throttles half of the time and says for how long. */
export const throttled: Fault = {
  row: 10,
  attack: 'EC2 answers 429 half of the time, with Retry-After',
  expected: `calls ≤ ${String(MOST)} × the fewest possible, 0 re-executed`,
  removes: 'waiting as long as Retry-After says: 20 ms in its place',
  withoutGuard: {
    edits: [
      { file: 'credentials/session-lender.js', from: 'const result = await session.call(', to: 'let result = await session.call(' },
      {
        file: 'credentials/session-lender.js',
        from: 'await this.limiter.throttled(place, result.retryAfterMs);',
        to: 'result = { ...result, retryAfterMs: 20 };',
      },
    ],
  },
  between: async (aws: string, { random }): Promise<Between> => {
    const proxy = await startThrottlingProxy(aws);
    proxies.set(random, proxy);
    return proxy;
  },
  throwIt: () => Promise.resolve(),
  judge({ random }, { reexecuted }) {
    const proxy = proxies.get(random);
    const [calls, refused] = [proxy?.calls() ?? 0, proxy?.throttled() ?? 0];
    const ratio = calls / Math.max(1, (calls - refused) * FEWEST_PER_SUCCESS);
    return Promise.resolve({
      held: refused > 20 && ratio <= MOST && reexecuted === 0,
      seen: `${String(calls)} calls, ${String(refused)} of them throttled: ${ratio.toFixed(2)} × the fewest possible`,
    });
  },
};
