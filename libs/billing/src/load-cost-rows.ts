import { exact, decimalText, newId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { focusColumns } from './focus/focus-columns.js';
import type { FocusItem, FocusRow } from './focus/parse-focus.js';
import type { FocusProblem } from './focus/focus-problem.js';

/** Where rows come from. The same `sourceKey` again replaces what it loaded before, so loading twice changes nothing. */
export interface CostSource {
  readonly kind: 'focus-upload' | 'cost-explorer' | 'cost-management' | 'bigquery';
  readonly sourceKey: string;
  readonly connectionId: string | null;
  readonly focusVersion: string | null;
  readonly loadedBy: string;
}

export interface CurrencyTotal {
  readonly currency: string;
  readonly billedCost: string;
  /** null where a row does not say it: unknown is not zero. */
  readonly effectiveCost: string | null;
}

interface RunningTotal {
  readonly billed: ReturnType<typeof exact>;
  readonly effective: ReturnType<typeof exact> | null;
}

export interface LoadedSource {
  readonly id: string;
  readonly rows: number;
  readonly rowsRejected: number;
  readonly totals: readonly CurrencyTotal[];
}

const columns: readonly string[] = [...new Set(Object.values(focusColumns).map((column) => column.target)), 'resource_id_canonical'];
const casts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(focusColumns).flatMap(({ target, type }) =>
    type === 'decimal' ? [[target, 'numeric']] : type === 'timestamp' ? [[target, 'timestamptz']] : type === 'json' ? [[target, 'jsonb']] : [],
  ),
);
const batchRows = 1000;

/** `organization_id`, `source_id` and `row_no` come first; every other column is one array parameter of text. */
const insertRows = `insert into vitrine.cost_row (organization_id, source_id, row_no, ${columns.join(', ')})
  select $1::uuid, $2::uuid, t.row_no, ${columns.map((name) => `t.${name}${casts[name] === undefined ? '' : `::${casts[name]}`}`).join(', ')}
  from unnest($3::bigint[], ${columns.map((_, index) => `$${String(index + 4)}::text[]`).join(', ')}) as t(row_no, ${columns.join(', ')})`;

/**
 * Loads rows in the caller's transaction, in batches, with memory O(batch). Amounts pass as text from file to `numeric`.
 * @param items rows and rejected rows in file order
 * @param notices read after the last item
 */
export async function loadCostRows(
  transaction: OrganizationTransaction,
  source: CostSource,
  items: AsyncIterable<FocusItem>,
  notices: () => readonly FocusProblem[],
): Promise<LoadedSource> {
  const id = await replaceSource(transaction, source);
  const totals = new Map<string, RunningTotal>();
  let batch: FocusRow[] = [];
  let problems: FocusProblem[] = [];
  let rows = 0;
  let rowsRejected = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insert(transaction, id, batch);
    if (problems.length > 0) await insertProblems(transaction, id, problems);
    batch = [];
    problems = [];
  };
  for await (const item of items) {
    problems.push(...item.problems);
    if (item.kind === 'rejected') rowsRejected++;
    else {
      rows++;
      batch.push(item.row);
      addTo(totals, item.row);
    }
    if (batch.length >= batchRows || problems.length >= batchRows) await flush();
  }
  problems.push(...notices());
  await flush();
  const summed = [...totals]
    .map(([currency, sum]) => ({ currency, billedCost: decimalText(sum.billed), effectiveCost: sum.effective === null ? null : decimalText(sum.effective) }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
  await transaction.query('update vitrine.cost_source set rows = $3, rows_rejected = $4, totals = $5 where organization_id = $1 and id = $2', [
    transaction.organizationId,
    id,
    rows,
    rowsRejected,
    JSON.stringify(summed),
  ]);
  return { id, rows, rowsRejected, totals: summed };
}

/** The old rows go first; the source keeps its id, so whoever points at it still does. */
async function replaceSource(transaction: OrganizationTransaction, source: CostSource): Promise<string> {
  const [row] = await transaction.read(
    z.object({ id: z.string() }),
    `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, focus_version, loaded_by) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organization_id, source_key) do update set focus_version = excluded.focus_version, loaded_by = excluded.loaded_by, loaded_at = now(), rows = 0, rows_rejected = 0, totals = '[]'
     returning id`,
    [transaction.organizationId, newId(z.string()), source.connectionId, source.kind, source.sourceKey, source.focusVersion, source.loadedBy],
  );
  if (row === undefined) throw new TypeError('an upsert returns its row');
  await transaction.query('delete from vitrine.cost_row_problem where organization_id = $1 and source_id = $2', [transaction.organizationId, row.id]);
  await transaction.query('delete from vitrine.cost_row where organization_id = $1 and source_id = $2', [transaction.organizationId, row.id]);
  return row.id;
}

async function insert(transaction: OrganizationTransaction, sourceId: string, batch: readonly FocusRow[]): Promise<void> {
  const arrays = columns.map((name) => batch.map((row) => row.values[name] ?? null));
  await transaction.query(insertRows, [transaction.organizationId, sourceId, batch.map((row) => row.rowNo), ...arrays]);
}

async function insertProblems(transaction: OrganizationTransaction, sourceId: string, problems: readonly FocusProblem[]): Promise<void> {
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

function addTo(totals: Map<string, RunningTotal>, row: FocusRow): void {
  const currency = row.values['billing_currency'];
  if (currency === null || currency === undefined) return;
  const sum = totals.get(currency) ?? { billed: exact('0'), effective: exact('0') };
  const effective = row.values['effective_cost'] ?? null;
  totals.set(currency, {
    // A row without BilledCost is rejected before it comes here.
    billed: sum.billed.plus(exact(row.values['billed_cost'] ?? '0')),
    effective: sum.effective === null || effective === null ? null : sum.effective.plus(exact(effective)),
  });
}
