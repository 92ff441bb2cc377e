import { refusal } from '../http/problem.js';
import { expectConnection, type Caller } from './caller.js';

/** What is given to whom a caller makes: a token, or the runs that a trust rule lets in. */
export interface GivenRights {
  readonly scopes: readonly string[];
  /** Left out: all connections. */
  readonly connectionIds?: readonly string[] | undefined;
}

/**
 * Attack: whoever has few rights makes himself something that has many.
 * @param made as the refusal calls it, at the beginning of its sentence
 * @throws VitrineError 403 `scope-exceeds-creator`, 404 for a connection that does not exist for the caller
 */
export function expectWithinCreator(caller: Caller, { scopes, connectionIds }: GivenRights, made: 'A token' | 'A trust rule'): void {
  const own: ReadonlySet<string> = caller.scopes;
  const errors = scopes.flatMap((scope, at) => (own.has(scope) ? [] : [{ pointer: `/scopes/${String(at)}`, code: 'scope-exceeds-creator' }]));
  if (errors.length > 0) throw refusal(403, 'scope-exceeds-creator', `${made} cannot be given scopes that you do not have.`, { errors });
  if (caller.connections === 'all') return;
  if (connectionIds === undefined) throw refusal(403, 'scope-exceeds-creator', 'A token that is bound to connections cannot make what is not.');
  for (const id of connectionIds) expectConnection(caller, id);
}
