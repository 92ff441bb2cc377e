import type { AuditId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { bulkInserter } from './bulk-insert.js';

/** A compact key that another rule of the same audit will ask for. */
export interface LookupKeyRow {
  readonly auditId: AuditId;
  /** `{ruleId}/{name of the look-up}`. */
  readonly lookup: string;
  readonly key: string;
  readonly value: unknown;
}

const insertKeys = bulkInserter<LookupKeyRow>({
  table: 'vitrine.lookup_key',
  columns: [
    { name: 'audit_id', type: 'uuid', value: (row) => row.auditId },
    { name: 'lookup', type: 'text', value: (row) => row.lookup },
    { name: 'key', type: 'text', value: (row) => row.key },
    { name: 'value', type: 'jsonb', value: (row) => (row.value === undefined ? null : JSON.stringify(row.value)) },
  ],
  tail: 'on conflict do nothing',
});

export async function writeLookupKeys(transaction: OrganizationTransaction, rows: readonly LookupKeyRow[]): Promise<void> {
  await insertKeys(transaction, rows);
}
