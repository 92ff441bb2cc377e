import { newId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

/** Ids, versions, key ids and hashes: never a byte of what was sealed. */
export interface TrailEntry {
  readonly type: 'vitrine.credential.opened' | 'vitrine.credential.resealed' | 'vitrine.webhook-secret.opened' | 'vitrine.webhook-secret.resealed';
  readonly payload: Readonly<Record<string, string | number>>;
}

/** Writes the entries into the caller's transaction; what cannot be written down does not happen. */
export async function recordReseal(transaction: OrganizationTransaction, entries: readonly TrailEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await transaction.query(
    `insert into vitrine.trail_event (organization_id, id, type, principal, payload)
     select $1, n.id, n.type, 'vitrine-reseal', n.payload from unnest($2::uuid[], $3::text[], $4::jsonb[]) as n (id, type, payload)`,
    [transaction.organizationId, entries.map(() => newId(z.uuid())), entries.map(({ type }) => type), entries.map(({ payload }) => JSON.stringify(payload))],
  );
}
