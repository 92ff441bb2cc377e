import type { OrganizationTransaction } from '@vitrine/tenancy';
import type { FocusBatch } from '../focus/focus-batch.js';
import { focusColumns } from '../focus/focus-columns.js';

const casts: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(focusColumns).flatMap(({ target, type }) =>
    type === 'decimal' ? [[target, 'numeric']] : type === 'timestamp' ? [[target, 'timestamptz']] : type === 'json' ? [[target, 'jsonb']] : [],
  ),
);

/** Column names come from `focusColumns` alone, never from a file. */
const known: ReadonlySet<string> = new Set([...Object.values(focusColumns).map(({ target }) => target), 'resource_id_canonical']);

const cast = (column: string): string => (casts[column] === undefined ? '' : `::${casts[column]}`);

/**
 * One statement for a batch. A bill says the same in most columns of all its rows: where the batch agrees, the value travels once.
 * (COPY would be the fast way in, and is refused on a table with row policies.)
 */
export async function insertCostRows(transaction: OrganizationTransaction, sourceId: string, { rowNos, values }: FocusBatch): Promise<void> {
  if (rowNos.length === 0) return;
  const given = [...values].filter(([column, cells]) => known.has(column) && !(agrees(cells) && cells[0] === null));
  const same = given.filter(([, cells]) => agrees(cells));
  const varying = given.filter(([, cells]) => !agrees(cells));
  const parameters: unknown[] = [transaction.organizationId, sourceId, rowNos];
  const place = (value: unknown): string => `$${String(parameters.push(value))}`;
  const constants = same.map(([column, cells]) => `${place(cells[0])}::text${cast(column)}`);
  const arrays = varying.map(([, cells]) => `unnest(${place(cells)}::text[])`);
  const columns = [...same, ...varying].map(([column]) => column);
  await transaction.query(
    `insert into vitrine.cost_row (organization_id, source_id, row_no${columns.map((column) => `, ${column}`).join('')})
     select $1::uuid, $2::uuid, t.row_no${[...constants, ...varying.map(([column]) => `t.${column}${cast(column)}`)].map((each) => `, ${each}`).join('')}
     from rows from (${['unnest($3::bigint[])', ...arrays].join(', ')}) as t(row_no${varying.map(([column]) => `, ${column}`).join('')})`,
    parameters,
  );
}

function agrees(cells: readonly (string | null)[]): boolean {
  const [first = null] = cells;
  return cells.every((cell) => cell === first);
}
