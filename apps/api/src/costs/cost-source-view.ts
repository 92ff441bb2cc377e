import type { CostSource } from './cost.schemas.js';
import type { CostSourceRow } from './cost-sources.repository.js';

/** Before the name in an upload's key, so that no file name can meet the key of a native bill. */
export const UPLOAD_KEY = 'focus-upload/';

export function costSource(row: CostSourceRow): CostSource {
  return {
    id: row.id,
    kind: row.kind,
    name: row.source_key.startsWith(UPLOAD_KEY) ? row.source_key.slice(UPLOAD_KEY.length) : row.source_key,
    connectionId: row.connection_id,
    focusVersion: row.focus_version,
    rows: row.rows,
    rowsRejected: row.rows_rejected,
    totals: row.totals,
    problems: row.problems,
    contentSha256: row.content_sha256,
    loadedBy: row.loaded_by,
    loadedAt: row.loaded_at.toISOString(),
  };
}
