import type { AuditId } from '@vitrine/contracts';
import type { LookupKeyRow } from '../jobs/write-lookup-keys.js';
import type { NamedLookup } from './audit-catalogue.js';

/** The compact keys that these items give to look-ups of other rules. */
export function keysGiven(gives: readonly NamedLookup[], items: readonly unknown[], auditId: AuditId): LookupKeyRow[] {
  return gives.flatMap((lookup) => items.flatMap((item) => lookup.keys(item).map(({ key, value }) => ({ auditId, lookup: lookup.id, key, value }))));
}
