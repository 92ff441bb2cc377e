import { sqlStateOf } from '@vitrine/database';
import type { TestRole } from '@vitrine/testing';
import type { Pool, PoolClient } from 'pg';
import { rolesThatLogIn, type AttackedDatabase } from './attacked-database.js';

/** What a statement must come to: a SQLSTATE, `no rows`, or either where a role's grants decide, or whether the planner meets a row at all. */
export type Expected = '42501' | '22P02' | '23503' | '23505' | '23514' | 'no rows' | 'no rows or 42501' | 'no rows or 22P02';

/** One statement that a hostile or careless hand sends inside the scope of acme, after rolled back. */
export interface StatementAttack {
  readonly what: string;
  readonly sql: string;
  readonly params?: readonly unknown[];
  /** What the role must get; `allowed` is no attack for this role, and not thrown. */
  expected(role: TestRole): Expected | 'allowed';
  /** Texts that no word of the answer may repeat: values of a row, ids of the neighbour. */
  readonly unspeakable?: readonly string[];
  /** Sent before it in the same transaction; a refusal of these counts as the statement's. */
  readonly before?: readonly string[];
}

/** How many were thrown at the role that was attacked least, and each that came to something else than expected. */
export interface Thrown {
  readonly attempts: number;
  readonly fewestPerRole: number;
  readonly roles: readonly string[];
  readonly faults: readonly string[];
}

interface Came {
  readonly to: string;
  readonly rows: number;
  readonly said: string;
}

/** Every attack as every login role, each in a transaction of its own that is rolled back. */
export async function throwStatements(
  attacked: AttackedDatabase,
  attacksOf: (role: TestRole) => readonly StatementAttack[] | Promise<readonly StatementAttack[]>,
): Promise<Thrown> {
  const roles = await rolesThatLogIn(attacked);
  const faults: string[] = [];
  const counts: number[] = [];
  for (const role of roles) {
    const attacks = (await attacksOf(role)).filter((attack) => attack.expected(role) !== 'allowed');
    for (const attack of attacks) {
      const came = await throwOne(attacked.database.poolFor(role), attacked.acme.organizationId, attack);
      const expected = attack.expected(role);
      const right = fits(came, expected);
      const spoke = (attack.unspeakable ?? []).some((text) => came.said.includes(text));
      if (!right || spoke) faults.push(`${role} ${attack.what}: ${right ? 'repeats what it may not' : `${describe(came)} instead of ${expected}`}`);
    }
    counts.push(attacks.length);
  }
  return { attempts: counts.reduce((sum, each) => sum + each, 0), fewestPerRole: Math.min(...counts), roles, faults };
}

const describe = ({ to, rows }: Came): string => (to === 'rows' ? `${String(rows)} rows` : to);

function fits({ to, rows }: Came, expected: Expected | 'allowed'): boolean {
  const none = to === 'rows' && rows === 0;
  switch (expected) {
    case 'allowed':
      return true;
    case 'no rows':
      return none;
    case 'no rows or 42501':
      return none || to === '42501';
    case 'no rows or 22P02':
      return none || to === '22P02';
    default:
      return to === expected;
  }
}

async function throwOne(pool: Pool, scope: string, { sql, params = [], before = [] }: StatementAttack): Promise<Came> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('vitrine.organization_id', $1, true)`, [scope]);
    return await cameTo(client, [...before, sql], params);
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.query('reset all').catch(() => undefined);
    client.release();
  }
}

async function cameTo(client: PoolClient, statements: readonly string[], params: readonly unknown[]): Promise<Came> {
  try {
    let rows = 0;
    for (const [at, statement] of statements.entries()) {
      const result = await client.query(statement, at === statements.length - 1 ? [...params] : []);
      rows = result.rowCount ?? 0;
    }
    return { to: 'rows', rows, said: '' };
  } catch (error) {
    const words = error instanceof Error ? JSON.stringify(error, ['message', 'detail', 'hint', 'where', 'internalQuery']) : '';
    return { to: sqlStateOf(error), rows: 0, said: words };
  }
}
