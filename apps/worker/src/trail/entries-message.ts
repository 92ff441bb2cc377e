import { canonicalJson, canonicalValueSchema } from '@vitrine/trail';
import type { OrganizationId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

/** The `data` of a `trail.entries` message: the entries from `from` to before `to`, each as an export has it. */
export interface EntriesMessage {
  readonly organizationId: OrganizationId;
  readonly epoch: number;
  readonly from: number;
  readonly to: number;
  readonly entries: readonly { readonly leaf: string; readonly payload: 'dropped' | { readonly salt: string; readonly text: string } }[];
}

const leafSchema = z.object({ leaf: z.string(), payload: canonicalValueSchema, salt: z.instanceof(Buffer).nullable() });

export async function entriesMessage(transaction: OrganizationTransaction, epoch: number, from: number, to: number): Promise<EntriesMessage> {
  const { organizationId } = transaction;
  const leaves = await transaction.read(
    leafSchema,
    `select l.leaf, e.payload, e.salt from vitrine.trail_leaf l join vitrine.trail_event e on e.organization_id = l.organization_id and e.id = l.event_id
     where l.organization_id = $1 and l.epoch = $2 and l.index >= $3 and l.index < $4 order by l.index`,
    [organizationId, epoch, from, to],
  );
  const entries = leaves.map(({ leaf, payload, salt }) => ({
    leaf,
    payload: payload === null || salt === null ? ('dropped' as const) : { salt: salt.toString('base64'), text: canonicalJson(payload) },
  }));
  return { organizationId, epoch, from, to, entries };
}
