import { unreachable } from '@vitrine/contracts';
import type { SqlValues } from '../database/sql-values.js';
import type { CursorPosition } from '../http/pagination.js';
import type { FindingRow } from './finding-row.js';
import type { FindingSort } from './finding.schemas.js';

/** `id` is the exports' order: it never changes, so no row is told twice or not at all while others change. */
export type FindingOrder = FindingSort | 'id';

const RANK = `array_position(array['critical', 'high', 'medium', 'low'], f.severity)`;
const SAVING = 'f.saving_realisable_monthly';

export function orderBy(order: FindingOrder): string {
  switch (order) {
    case 'saving':
      return `${SAVING} desc nulls last, f.id`;
    case 'severity':
      return `${RANK}, ${SAVING} desc nulls last, f.id`;
    case 'firstSeen':
      return 'f.first_seen_at desc, f.id desc';
    case 'id':
      return 'f.id';
    default:
      return unreachable(order);
  }
}

/** Where a row stands in the order: as the database's own text, since microseconds and 18 decimals must survive. */
export function positionOf(order: FindingOrder, row: FindingRow): CursorPosition {
  switch (order) {
    case 'saving':
      return [row.id, row.saving_realisable_monthly];
    case 'severity':
      return [row.id, row.saving_realisable_monthly, row.severity];
    case 'firstSeen':
      return [row.id, row.first_seen_text];
    case 'id':
      return [row.id];
    default:
      return unreachable(order);
  }
}

/** The condition of every row behind the position. */
export function behind(order: FindingOrder, [id, second, third]: CursorPosition, values: SqlValues): string {
  switch (order) {
    case 'saving':
      return lessSaving(id, second, values);
    case 'severity': {
      const rank = `array_position(array['critical', 'high', 'medium', 'low'], ${values.add(third)}::text)`;
      return `(${RANK} > ${rank} or (${RANK} = ${rank} and ${lessSaving(id, second, values)}))`;
    }
    case 'firstSeen':
      return `(f.first_seen_at, f.id) < (${values.add(second)}::timestamptz, ${values.add(id)}::uuid)`;
    case 'id':
      return `f.id > ${values.add(id)}::uuid`;
    default:
      return unreachable(order);
  }
}

/** Unknown savings come last; unknown is not zero. */
function lessSaving(id: unknown, saving: unknown, values: SqlValues): string {
  const after = `f.id > ${values.add(id)}::uuid`;
  if (saving === null) return `(${SAVING} is null and ${after})`;
  const amount = `${values.add(saving)}::numeric`;
  return `(${SAVING} < ${amount} or ${SAVING} is null or (${SAVING} = ${amount} and ${after}))`;
}
