import { z } from 'zod';
import type { Fault } from './fault.js';
import { startToxicProxy, type ToxicProxy } from './toxic-proxy.js';

/** A call has 30 s, and is tried three times at once where it may be. */
const DEADLINE_SECONDS = 90;

const proxies = new WeakMap<object, ToxicProxy>();

/** Row 11: a network that is slow, resets, keeps silent, or ends in the middle of an answer. */
export const toxicNetwork: Fault = {
  row: 11,
  alone: true,
  attack: 'one connection to the cloud in five late, reset, half open, truncated or sliced',
  expected: `no job longer than ${String(DEADLINE_SECONDS)} s + 5 s`,
  removes: 'the 30 s that a cloud may be silent',
  withoutGuard: {
    edits: [
      {
        file: 'node_modules/@vitrine/cloud-readers/dist/transports/http-sender.js',
        from: 'AbortSignal.timeout(timeoutMs)',
        to: 'AbortSignal.timeout(timeoutMs * 1_000)',
      },
    ],
  },
  between: async (aws, { random }) => {
    const proxy = await startToxicProxy(aws, random);
    proxies.set(random, proxy);
    return proxy;
  },
  async throwIt({ random, guard }) {
    proxies.get(random)?.poison(guard === 'removed' ? 0.4 : 1 / 5);
    await Promise.resolve();
  },
  async judge({ house, auditIds, random }) {
    const { rows } = await house.root.query(
      `select coalesce(max(extract(epoch from e.at - b.at)), 0)::float8 as longest
       from proof.step b join proof.step e on e.job_id = b.job_id and e.from_fence = b.to_fence and e.seq > b.seq
       where b.audit_id = any($1) and b.to_state = 'running' and b.to_fence > b.from_fence`,
      [auditIds],
    );
    const { longest } = z.object({ longest: z.number() }).parse(rows[0]);
    const counts: Readonly<Record<string, number>> = proxies.get(random)?.poisoned() ?? {};
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return {
      held: longest <= DEADLINE_SECONDS + 5 && all > 0,
      seen: `${String(all)} connections spoiled (${Object.entries(counts)
        .map(([toxic, count]) => `${String(count)} ${toxic}`)
        .join(', ')}), longest job ${longest.toFixed(0)} s`,
    };
  },
};
