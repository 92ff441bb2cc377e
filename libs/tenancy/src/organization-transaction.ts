import { hash } from 'node:crypto';
import { VitrineError, type OrganizationId } from '@vitrine/contracts';
import type { PoolClient } from 'pg';
import type { z } from 'zod';

/** The one handle by which tenant rows are read and written: scoped to one organization, usable until its transaction ends. */
export interface OrganizationTransaction {
  readonly organizationId: OrganizationId;
  /**
   * Runs one statement. Values go in as parameters only. `T` is the caller's word for the columns that the statement
   * names; say it with a row type of `@vitrine/database`, or use `read` where the shape is worth checking.
   * `prepared`: the server keeps the statement for its connection and neither reads nor plans it again; for constant texts that run for every job or page.
   */
  query<T extends object = Record<string, unknown>>(sql: string, params?: readonly unknown[], keep?: Keep): Promise<{ rows: T[]; rowCount: number }>;
  /** Runs one statement and parses every row. */
  read<T>(rowSchema: z.ZodType<T>, sql: string, params?: readonly unknown[], keep?: Keep): Promise<T[]>;
  /**
   * Like `read`, as the last statement: the commit travels right behind it, so that a row everybody waits for is locked for no answer of ours.
   * Whatever the work does with the rows comes after the commit; if the statement fails, nothing is committed.
   */
  readLast<T>(rowSchema: z.ZodType<T>, sql: string, params?: readonly unknown[], keep?: Keep): Promise<T[]>;
}

export type Keep = 'once' | 'prepared';

/** As many as there are texts that somebody keeps: those of code, and a bounded number of shapes of bulk inserts. */
const names = new Map<string, string>();

/** A statement's name is its text's hash: two texts never share one, whichever code or version of ours prepared the other on the connection. */
function nameOf(sql: string): string {
  const known = names.get(sql) ?? hash('sha256', sql, 'hex').slice(0, 32);
  // Stryker disable next-line CallExpression: remembering spares work and changes nothing
  names.set(sql, known);
  return known;
}

/**
 * @param opened settles when BEGIN and the scope were accepted; with a pipelined connection the first statements are
 * already on their way by then, and fail in the aborted transaction if it is not so
 * @param single the commit goes out with the first statement, and any other is refused
 * @returns the transaction, `end`, after which every use of it throws, and what the commit that was sent along comes to, if one was
 */
export function openTransaction(
  client: PoolClient,
  organizationId: OrganizationId,
  opened: Promise<unknown>,
  single: boolean,
): { transaction: OrganizationTransaction; end: () => void; committed: () => Promise<{ command: string }> | undefined } {
  let over = false;
  let committed: Promise<{ command: string }> | undefined;
  const send = async <T extends object>(sql: string, params: readonly unknown[], last: boolean, keep: Keep): Promise<{ rows: T[]; rowCount: number }> => {
    // Attack: a handle kept past its end would run on a connection that by then serves another organization.
    if (over) throw finished();
    const answer = keep === 'prepared' ? client.query({ name: nameOf(sql), text: sql, values: [...params] }) : client.query(sql, [...params]);
    if (last) {
      over = true;
      committed = client.query('commit');
      // Awaited when the work is done; where the statement failed, that is told instead.
      committed.catch(() => undefined);
    }
    const [result] = await Promise.all([answer, opened]);
    // T is the caller's word, see the interface: pg types rows as any.
    return { rows: result.rows as T[], rowCount: result.rowCount ?? 0 };
  };
  return {
    transaction: {
      organizationId,
      // Stryker disable next-line StringLiteral: whatever is not `prepared` is sent once
      query: async (sql, params = [], keep = 'once') => await send(sql, params, single, keep),
      // Stryker disable next-line StringLiteral: as above
      read: async (rowSchema, sql, params = [], keep = 'once') => (await send(sql, params, single, keep)).rows.map((row) => rowSchema.parse(row)),
      // Stryker disable next-line StringLiteral: as above
      readLast: async (rowSchema, sql, params = [], keep = 'once') => (await send(sql, params, true, keep)).rows.map((row) => rowSchema.parse(row)),
    },
    end: () => {
      over = true;
    },
    committed: () => committed,
  };
}

function finished(): VitrineError {
  return new VitrineError({
    code: 'transaction-over',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'a statement was sent through an organization transaction that has ended; await every query inside it',
  });
}
