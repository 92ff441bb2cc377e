import { startAnsweringProxy } from './answering-proxy.js';
import type { Between } from './between.js';

export interface EndingSessionsProxy extends Between {
  /** Calls that came with a session that had ended. */
  refused(): number;
  /** Sessions that ended. */
  ended(): number;
}

const REQUEST_EXPIRED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>RequestExpired</Code><Message>Request has expired.</Message></Error></Errors><RequestID>00000000-0000-4000-8000-000000000000</RequestID></Response>';

/**
 * A provider at which every session ends after so many calls of one EC2 action, whatever end it was promised: by calls and not by a clock, so
 * that no machine is too quick for it. Of one action, since a validation asks for each of many at once.
 */
export async function startEndingSessionsProxy(origin: string, callsPerSession: number): Promise<EndingSessionsProxy> {
  const served = new Map<string, number>();
  const ended = new Set<string>();
  let refused = 0;
  const between = await startAnsweringProxy(origin, (signed) => {
    if (signed?.service !== 'ec2') return null;
    const { accessKeyId, action } = signed;
    const before = served.get(`${accessKeyId} ${action}`) ?? 0;
    if (before < callsPerSession && !ended.has(accessKeyId)) {
      served.set(`${accessKeyId} ${action}`, before + 1);
      return null;
    }
    refused += 1;
    ended.add(accessKeyId);
    return { status: 400, body: REQUEST_EXPIRED };
  });
  return { ...between, refused: () => refused, ended: () => ended.size };
}
