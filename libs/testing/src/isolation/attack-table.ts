import { sqlStateOf } from '@vitrine/database';
import { escapeIdentifier, type Pool, type PoolClient } from 'pg';
import { genericRow, insertStatement } from './generic-row.js';
import type { CatalogueTable } from './tenant-tables.js';

/** What one role could do to one table. `leaks` empty means that the wall stands; `seesOwn` that the door is not just bricked up. */
export interface AttackResult {
  readonly leaks: string[];
  readonly seesOwn: boolean;
}

/** "Insufficient privilege": no grant, or a row that a policy refuses. */
const REFUSED = '42501';

/**
 * Inside the scope of `own`, and then without any, tries to read, add, change, adopt, give away and delete rows of `foreign`.
 * Every attempt is rolled back; both organizations must have a row in the table.
 */
export async function attackTable(pool: Pool, table: CatalogueTable, own: string, foreign: string): Promise<AttackResult> {
  const client = await pool.connect();
  try {
    const leaks: string[] = [];
    const target = `vitrine.${escapeIdentifier(table.name)}`;
    const columns = table.columns.filter(({ writable }) => writable).map(({ name }) => name);
    for (const scope of [own, '']) {
      const where = scope === '' ? 'without a scope' : 'in the scope of another';
      const attempt = async (what: string, sql: string, params: readonly unknown[]): Promise<void> => {
        const outcome = await tryInScope(client, scope, sql, params);
        if (outcome === 'refused' || outcome === 0) return;
        leaks.push(`${what} ${where}${typeof outcome === 'number' ? '' : `: ${outcome.unexpected}`}`);
      };
      await attempt('reads rows', `select 1 from ${target} where organization_id = $1`, [foreign]);
      await attempt('reads rows without a predicate', `select 1 from ${target} where organization_id is distinct from $1`, [scope === '' ? null : own]);
      const { columns: given, values } = genericRow(table, foreign);
      await attempt('adds a row', insertStatement(table, given), values);
      for (const column of columns.map((name) => escapeIdentifier(name))) {
        await attempt(`changes ${column}`, `update ${target} set ${column} = ${column} where organization_id = $1`, [foreign]);
      }
      await attempt('adopts a row', `update ${target} set organization_id = $2 where organization_id = $1`, [foreign, own]);
      await attempt('gives a row away', `update ${target} set organization_id = $2 where organization_id = $1`, [own, foreign]);
      await attempt('deletes rows', `delete from ${target} where organization_id = $1`, [foreign]);
    }
    const seen = await tryInScope(client, own, `select 1 from ${target} where organization_id = $1`, [own]);
    return { leaks, seesOwn: typeof seen === 'number' && seen > 0 };
  } finally {
    client.release();
  }
}

async function tryInScope(client: PoolClient, scope: string, sql: string, params: readonly unknown[]): Promise<number | 'refused' | { unexpected: string }> {
  await client.query('begin');
  try {
    await client.query(`select set_config('vitrine.organization_id', $1, true)`, [scope]);
    const { rowCount } = await client.query(sql, [...params]);
    return rowCount ?? 0;
  } catch (error) {
    const state = sqlStateOf(error);
    // Any other error means that the database looked at the row before it refused.
    return state === REFUSED ? 'refused' : { unexpected: error instanceof Error ? `${state} ${error.message}` : state };
  } finally {
    await client.query('rollback');
  }
}
