import type { CostSource } from './cost.schemas.js';
import type { CostSourceRow } from './cost-sources.repository.js';

/** Before the name in an upload's key, so that no file name can meet the key of a native bill. */
export const UPLOAD_KEY = 'focus-upload/';

export function costSource(row: CostSourceRow): CostSource {
  const prefix = `${UPLOAD_KEY}${row.dataset === null ? '' : `${row.dataset}/${row.period?.slice(0, 7) ?? ''}/`}`;
  return {
    id: row.id,
    kind: row.kind,
    name: row.source_key.startsWith(prefix) ? row.source_key.slice(prefix.length) : row.source_key,
    connectionId: row.connection_id,
    dataset: row.dataset,
    period: row.period === null ? null : row.period.slice(0, 7),
    format: row.format,
    focusVersion: row.focus_version,
    chargesFrom: row.charges_from?.toISOString() ?? null,
    chargesTo: row.charges_to?.toISOString() ?? null,
    rows: row.rows,
    rowsRejected: row.rows_rejected,
    totals: row.totals,
    problems: row.problems,
    contentSha256: row.content_sha256,
    loadedBy: row.loaded_by,
    loadedAt: row.loaded_at.toISOString(),
  };
}
