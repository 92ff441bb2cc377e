import type { OrganizationTransaction } from '@vitrine/tenancy';
import { bulkPacker, sendPacked, type PackedRows } from './bulk-insert.js';

/** Current state of one resource: declared fields only, no raw payload. */
export interface ResourceRow {
  readonly connectionId: string;
  readonly canonicalId: string;
  readonly reader: string;
  readonly scope: string;
  readonly resourceType: string;
  readonly accountId: string;
  readonly region: string | null;
  readonly resourceId: string;
  readonly name: string | null;
  /** JSON text of the item as the reader's schema parsed it. */
  readonly fields: string;
  readonly contentHash: string;
}

// Two readers may know one resource (a user and its credential report): the first one owns the row, or it would be rewritten for ever.
const packRows = bulkPacker<ResourceRow>({
  table: 'vitrine.resource',
  columns: [
    { name: 'connection_id', type: 'uuid', value: (row) => row.connectionId },
    { name: 'canonical_id', type: 'text', value: (row) => row.canonicalId },
    { name: 'reader', type: 'text', value: (row) => row.reader },
    { name: 'scope', type: 'text', value: (row) => row.scope },
    { name: 'resource_type', type: 'text', value: (row) => row.resourceType },
    { name: 'account_id', type: 'text', value: (row) => row.accountId },
    { name: 'region', type: 'text', value: (row) => row.region },
    { name: 'resource_id', type: 'text', value: (row) => row.resourceId },
    { name: 'name', type: 'text', value: (row) => row.name },
    { name: 'fields', type: 'json', value: (row) => row.fields },
    { name: 'content_hash', type: 'bigint', value: (row) => row.contentHash },
  ],
  tail: `on conflict (organization_id, connection_id, canonical_id) do update set
  reader = excluded.reader, scope = excluded.scope, resource_type = excluded.resource_type, account_id = excluded.account_id, region = excluded.region,
  resource_id = excluded.resource_id, name = excluded.name, fields = excluded.fields, content_hash = excluded.content_hash, changed_at = now(), gone_at = null
where resource.gone_at is not null or (resource.reader = excluded.reader and (resource.content_hash <> excluded.content_hash or resource.scope <> excluded.scope))`,
});

/** So many rows travel at once: few enough that the database is at work while the next ones are on their way, enough that a statement's cost is spread. */
const rowsPerStatement = 250;

/**
 * Rows as texts that travel, made in one go and before the transaction: what a page was parsed into is garbage when this returns, so that none
 * of it is carried along while the database works (a sixth of a large audit's CPU was that). Of two rows with one id, the later one stays.
 * In the order of the index, which spares the database a tenth, and two readers that know the same resources each other's locks.
 */
export function packResources(rows: Iterable<ResourceRow>): readonly PackedRows[] {
  const byId = new Map<string, ResourceRow>();
  for (const row of rows) byId.set(row.canonicalId, row);
  const ordered = [...byId.values()].sort((one, other) => (one.canonicalId < other.canonicalId ? -1 : 1));
  const packed: PackedRows[] = [];
  for (let from = 0; from < ordered.length; from += rowsPerStatement) {
    const statement = packRows(ordered.slice(from, from + rowsPerStatement));
    if (statement !== null) packed.push(statement);
  }
  return packed;
}

export async function writeResources(transaction: OrganizationTransaction, packed: readonly PackedRows[]): Promise<void> {
  await Promise.all(packed.map(async (statement) => await sendPacked(transaction, statement)));
}
