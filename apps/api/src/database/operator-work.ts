import { AsyncLocalStorage } from 'node:async_hooks';
import type { OperatorSessionId } from '@vitrine/contracts';

const storage = new AsyncLocalStorage<OperatorSessionId>();

/**
 * Everything below runs as `vitrine_operator` under this session, whatever it calls: a feature asks the database as always and need not know who looks.
 */
export function runAsOperator<T>(session: OperatorSessionId, work: () => T): T {
  return storage.run(session, work);
}

/** The session under which the current work looks, or `none`. */
export function operatorWork(): OperatorSessionId | 'none' {
  return storage.getStore() ?? 'none';
}
