import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { CostSource } from '../load-cost-rows.js';
import { judgeLedger } from './judge-ledger.js';

const loadedSchema = z.object({ id: z.string(), rows: z.number().int(), rowsRejected: z.number().int() });

/**
 * The source that these very bytes were loaded as, or null. Waits for whoever is loading the same bytes just now, so that two uploads at
 * once are one bill as well.
 */
export async function loadedBefore(transaction: OrganizationTransaction, contentSha256: Buffer): Promise<z.infer<typeof loadedSchema> | null> {
  await transaction.query(`select pg_advisory_xact_lock(hashtextextended($1::text || encode($2::bytea, 'hex'), 0))`, [
    transaction.organizationId,
    contentSha256,
  ]);
  const [row] = await transaction.read(
    loadedSchema,
    `select id, rows, rows_rejected as "rowsRejected" from vitrine.cost_source where organization_id = $1 and content_sha256 = $2 order by loaded_at limit 1`,
    [transaction.organizationId, contentSha256],
  );
  return row ?? null;
}

/**
 * A month that is restated has the files of its last delivery and no other: what an earlier one left is taken out with its rows. The caller judges the
 * ledger (`judgeLedger`) where anything was.
 * @returns ids of what was taken out
 */
export async function dropOthersOfPeriod(
  transaction: OrganizationTransaction,
  { dataset, period, keep }: { readonly dataset: string; readonly period: string; readonly keep: readonly string[] },
): Promise<string[]> {
  const rows = await transaction.read(
    z.object({ id: z.string() }),
    `select id from vitrine.cost_source where organization_id = $1 and dataset = $2 and period = $3::date and id <> all($4::uuid[]) for update`,
    [transaction.organizationId, dataset, period, keep],
  );
  const ids = rows.map(({ id }) => id);
  await dropSources(transaction, ids);
  return ids;
}

/**
 * A connection reads one export: what an earlier one brought is taken out with its rows and what was judged of them. Left beside the new one, both
 * would be added up.
 */
export async function dropOtherExports(
  transaction: OrganizationTransaction,
  { kind, connectionId, dataset }: { readonly kind: CostSource['kind']; readonly connectionId: string; readonly dataset: string },
): Promise<void> {
  const rows = await transaction.read(
    z.object({ id: z.string(), dataset: z.string() }),
    `select id, dataset from vitrine.cost_source where organization_id = $1 and connection_id = $2 and kind = $3 and dataset is not null and dataset <> $4 for update`,
    [transaction.organizationId, connectionId, kind, dataset],
  );
  await dropSources(
    transaction,
    rows.map(({ id }) => id),
  );
  for (const other of new Set(rows.map((row) => row.dataset))) await judgeLedger(transaction, other);
}

/** With their rows and what was wrong with some. */
export async function dropSources(transaction: OrganizationTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['cost_row_problem', 'cost_row'] as const)
    await transaction.query(`delete from vitrine.${table} where organization_id = $1 and source_id = any($2::uuid[])`, [transaction.organizationId, ids]);
  await transaction.query('delete from vitrine.cost_source where organization_id = $1 and id = any($2::uuid[])', [transaction.organizationId, ids]);
}
