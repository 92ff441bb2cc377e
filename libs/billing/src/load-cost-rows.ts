import { decimalText, exact, newId, type CostSourceKind } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { FocusFile } from './focus/parse-focus.js';
import type { FocusProblem } from './focus/focus-problem.js';
import { insertCostRows } from './ledger/insert-cost-rows.js';
import { judgeLedger } from './ledger/judge-ledger.js';
import { ledgerKeySql } from './ledger/ledger-window.js';

/** Where rows come from. The same `sourceKey` again replaces what it loaded before, so loading twice changes nothing. */
export interface CostSource {
  readonly kind: CostSourceKind;
  readonly sourceKey: string;
  readonly connectionId: string | null;
  readonly loadedBy: string;
  /** Files of one export: none of them tells of another's charges. null: the source stands for itself. */
  readonly dataset?: string | null;
  /** First day of the billing month that the file is of, `2026-10-01`. */
  readonly period?: string | null;
  readonly contentSha256?: Buffer | null;
}

export interface CurrencyTotal {
  readonly currency: string;
  readonly billedCost: string;
  /** null where a row does not say it: unknown is not zero. */
  readonly effectiveCost: string | null;
}

export interface LoadedSource {
  readonly id: string;
  readonly rows: number;
  readonly rowsRejected: number;
  readonly totals: readonly CurrencyTotal[];
  /** Things that fail a bill rule, in the whole ledger that the source is part of. */
  readonly opportunities: number;
}

/**
 * Loads a bill in the caller's transaction, one batch being stored while the next is read: memory is O(batch). Amounts pass as text from
 * file to `numeric`, and are added up there.
 */
export async function loadCostRows(
  transaction: OrganizationTransaction,
  source: CostSource,
  file: Pick<FocusFile, 'batches' | 'notices' | 'format' | 'version'>,
): Promise<LoadedSource> {
  const before = await ledgerBefore(transaction, source.sourceKey);
  const stored = await storeCostRows(transaction, source, file);
  const ledger = source.dataset ?? stored.id;
  // A file that moved to another export leaves the one it was in to be judged without it.
  if (before !== null && before !== ledger) await judgeLedger(transaction, before);
  return { ...stored, opportunities: await judgeLedger(transaction, ledger) };
}

/** The same for one file of several: the caller judges the ledger (`judgeLedger`) once they are all there. */
export async function storeCostRows(
  transaction: OrganizationTransaction,
  source: CostSource,
  file: Pick<FocusFile, 'batches' | 'notices' | 'format' | 'version'>,
): Promise<Omit<LoadedSource, 'opportunities'>> {
  const id = await replaceSource(transaction, source, file);
  let rows = 0;
  let rowsRejected = 0;
  let storing: Promise<unknown> = Promise.resolve();
  try {
    for await (const batch of file.batches()) {
      rows += batch.rowNos.length;
      rowsRejected += batch.rejected;
      await storing;
      storing = Promise.all([insertCostRows(transaction, id, batch), insertProblems(transaction, id, batch.problems)]);
      // Awaited at the next batch; a rejection before that must not end the process.
      storing.catch(() => undefined);
    }
  } finally {
    // Nothing may be sent behind a rollback.
    await storing.catch(() => undefined);
  }
  await storing;
  await insertProblems(transaction, id, file.notices());
  const totals = await settleSource(transaction, id, rows, rowsRejected);
  return { id, rows, rowsRejected, totals };
}

async function ledgerBefore(transaction: OrganizationTransaction, sourceKey: string): Promise<string | null> {
  const sql = `select ${ledgerKeySql} as key from vitrine.cost_source s where s.organization_id = $1 and s.source_key = $2`;
  const [row] = await transaction.read(z.object({ key: z.string() }), sql, [transaction.organizationId, sourceKey]);
  return row?.key ?? null;
}

/** The old rows go first; the source keeps its id, so whoever points at it still does. */
async function replaceSource(transaction: OrganizationTransaction, source: CostSource, file: Pick<FocusFile, 'format' | 'version'>): Promise<string> {
  const [row] = await transaction.read(
    z.object({ id: z.string() }),
    `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, focus_version, loaded_by, dataset, period, format, content_sha256)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::date, $10, $11)
     on conflict (organization_id, source_key) do update set focus_version = excluded.focus_version, loaded_by = excluded.loaded_by, loaded_at = now(), rows = 0,
       rows_rejected = 0, totals = '[]', dataset = excluded.dataset, period = excluded.period, format = excluded.format, content_sha256 = excluded.content_sha256
     returning id`,
    [
      transaction.organizationId,
      newId(z.string()),
      source.connectionId,
      source.kind,
      source.sourceKey,
      file.version,
      source.loadedBy,
      source.dataset ?? null,
      source.period ?? null,
      file.format,
      source.contentSha256 ?? null,
    ],
  );
  if (row === undefined) throw new TypeError('an upsert returns its row');
  await transaction.query('delete from vitrine.cost_row_problem where organization_id = $1 and source_id = $2', [transaction.organizationId, row.id]);
  await transaction.query('delete from vitrine.cost_row where organization_id = $1 and source_id = $2', [transaction.organizationId, row.id]);
  return row.id;
}

async function insertProblems(transaction: OrganizationTransaction, sourceId: string, problems: readonly FocusProblem[]): Promise<void> {
  if (problems.length === 0) return;
  await transaction.query(
    `insert into vitrine.cost_row_problem (organization_id, source_id, row_no, column_name, code, kept, occurrences)
     select $1, $2, * from unnest($3::bigint[], $4::text[], $5::text[], $6::boolean[], $7::integer[])
     on conflict (organization_id, source_id, row_no, column_name, code) do nothing`,
    [
      transaction.organizationId,
      sourceId,
      problems.map((each) => each.rowNo),
      problems.map((each) => each.column),
      problems.map((each) => each.code),
      problems.map((each) => each.kept),
      problems.map((each) => each.occurrences),
    ],
  );
}

const sumSchema = z.object({ currency: z.string(), billed: z.string(), effective: z.string().nullable() });

/** Writes what the source came to. An effective cost that one row does not say makes the sum unknown. */
async function settleSource(transaction: OrganizationTransaction, id: string, rows: number, rowsRejected: number): Promise<CurrencyTotal[]> {
  const sums = await transaction.read(
    sumSchema,
    `select billing_currency as currency, sum(billed_cost)::text as billed, case when count(effective_cost) = count(*) then sum(effective_cost)::text end as effective
     from vitrine.cost_row where organization_id = $1 and source_id = $2 group by 1 order by billing_currency collate "C"`,
    [transaction.organizationId, id],
  );
  const plain = (text: string): string => decimalText(exact(text));
  const totals = sums.map(({ currency, billed, effective }) => ({
    currency,
    billedCost: plain(billed),
    effectiveCost: effective === null ? null : plain(effective),
  }));
  await transaction.query(
    `update vitrine.cost_source s set rows = $3, rows_rejected = $4, totals = $5::jsonb, charges_from = r.first, charges_to = r.last
     from (select min(charge_period_start) as first, max(coalesce(charge_period_end, charge_period_start)) as last from vitrine.cost_row where organization_id = $1 and source_id = $2) r
     where s.organization_id = $1 and s.id = $2`,
    [transaction.organizationId, id, rows, rowsRejected, JSON.stringify(totals)],
  );
  return totals;
}
