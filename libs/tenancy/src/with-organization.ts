import { organizationIdSchema, VitrineError, type JobId, type OperatorSessionId, type OrganizationId } from '@vitrine/contracts';
import { asDatabaseError } from '@vitrine/database';
import type { Pool, PoolClient } from 'pg';
import { openTransaction, type OrganizationTransaction } from './organization-transaction.js';
import { runInOrganization } from './organization-scope.js';

/** The job whose live lease opens `credential.sealed` to a worker, and only inside the transaction that names it. */
export interface Lease {
  readonly jobId: JobId;
  readonly fence: bigint | number | string;
}

export interface TransactionOptions {
  readonly lease?: Lease;
  /** For `vitrine_operator`, which sees rows only in a transaction that names a session active in this organization. */
  readonly operatorSession?: OperatorSessionId;
  /**
   * `snapshot`: every statement sees the same instant and writes nothing, for exports. `one-read`: a single statement, sent together with its
   * begin and commit in one round trip; a second one is refused.
   */
  readonly mode?: 'read-write' | 'read-only' | 'one-read' | 'snapshot';
}

const BEGIN = {
  'read-write': 'begin',
  'read-only': 'begin read only',
  'one-read': 'begin read only',
  snapshot: 'begin isolation level repeatable read read only',
} as const;

/**
 * The only way to tenant rows: one transaction in which the database itself knows whose it is. Commits when the work
 * resolves, rolls back when it rejects. It is never retried here, and there is no form of it without an organization.
 *
 * @param pool of the role on whose grants the work runs
 * @throws VitrineError `database-unavailable` (503), `transaction-aborted`, `organization-scope-mismatch`; else what the work throws
 */
export async function withOrganization<T>(
  pool: Pool,
  organizationId: OrganizationId,
  work: (transaction: OrganizationTransaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  // The brand is a promise of the compiler's; an empty text here would mean "no organization" to the database.
  const organization = organizationIdSchema.parse(organizationId);
  const begin = `${BEGIN[options.mode ?? 'read-write']}; ${scopeOf(organization, options)}`;
  return await runInOrganization({ organizationId: organization }, async () => {
    const client = await pool.connect().catch((error: unknown) => {
      throw asDatabaseError(error);
    });
    return await transact(client, organization, begin, work, options);
  });
}

async function transact<T>(
  client: PoolClient,
  organization: OrganizationId,
  begin: string,
  work: (transaction: OrganizationTransaction) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  // One message, one answer: each of a transaction's statements costs the asking process as much as a row or two.
  const opened = client.query(begin);
  // Awaited below and by every statement; a rejection before that must not end the process.
  opened.catch(() => undefined);
  const { transaction, end, committed } = openTransaction(client, organization, opened, options.mode === 'one-read');
  let broken: Error | undefined;
  try {
    const result = await work(transaction);
    await opened;
    const { command } = await (committed() ?? client.query('commit'));
    // COMMIT of an aborted transaction succeeds as ROLLBACK: a swallowed error would look like a saved row.
    if (command !== 'COMMIT') throw aborted();
    return result;
  } catch (error) {
    await client.query('rollback').catch((reason: unknown) => {
      broken = reason instanceof Error ? reason : new Error(String(reason));
    });
    throw asDatabaseError(error);
  } finally {
    end();
    // A connection that could not even roll back may still hold the scope: it never returns to the pool.
    client.release(broken);
  }
}

/** `local` ends a setting with its transaction, so a pooled connection carries nothing to its next user. */
function scopeOf(organization: OrganizationId, { lease, operatorSession }: TransactionOptions): string {
  const settings = [
    ['organization_id', organization],
    ...(operatorSession === undefined ? [] : [['operator_session_id', operatorSession] as const]),
    ...(lease === undefined
      ? []
      : ([
          ['job_id', lease.jobId],
          ['fence', String(lease.fence)],
        ] as const)),
  ] as const;
  return settings.map(([name, value]) => `set local vitrine.${name} = '${plain(value)}'`).join('; ');
}

/** SET takes no parameters, so what is written into it is an id or a number, whatever the caller's types said. */
function plain(value: string): string {
  if (/^[0-9a-f-]{36}$/i.test(value) || /^\d{1,19}$/.test(value)) return value;
  throw new TypeError('the scope of a transaction is made of ids and numbers');
}

function aborted(): VitrineError {
  return new VitrineError({
    code: 'transaction-aborted',
    status: 500,
    publicMessage: 'An internal error occurred.',
    internal: 'a statement failed inside the transaction and its error was swallowed; nothing was committed',
  });
}
