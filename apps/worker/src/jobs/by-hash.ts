import type { OrganizationTransaction } from '@vitrine/tenancy';

/**
 * Runs one statement that compares many stored rows with many others, without nested loops. What a first audit wrote has no statistics
 * yet: the planner takes it for a handful of rows and would compare each with each, which at 20,000 resources outlasts the statement's
 * time limit and keeps others waiting for the audit's lock.
 * @returns how many rows it changed
 */
export async function byHash(transaction: OrganizationTransaction, sql: string, params: readonly unknown[]): Promise<number> {
  const [, { rowCount }] = await Promise.all([
    transaction.query('set local enable_nestloop = off'),
    transaction.query(sql, params),
    transaction.query('set local enable_nestloop = on'),
  ]);
  return rowCount;
}
