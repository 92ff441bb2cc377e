import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { CostSource } from '../load-cost-rows.js';
import { judgeLedger } from './judge-ledger.js';
import { ledgerKeySql } from './ledger-window.js';
import { recountSources } from './recount-sources.js';
import { dropSources } from './replace-sources.js';

const otherSchema = z.object({ id: z.string(), ledger: z.string() });

/**
 * A connection has one bill at a time. From the first day of the one that was just read to its end, what another kind of bill brought for it gives
 * way, or both would be added up; older days stay, since the new one does not tell of them. What gave way is read anew should the connection return to it.
 * @param from `2026-10-23`, or null where the new bill told of no day
 */
export async function giveWay(
  transaction: OrganizationTransaction,
  { connectionId, kind, from }: { readonly connectionId: string; readonly kind: CostSource['kind']; readonly from: string | null },
): Promise<void> {
  const { organizationId } = transaction;
  if (from === null) return;
  const others = await transaction.read(
    otherSchema,
    `select s.id, ${ledgerKeySql} as ledger from vitrine.cost_source s
     where s.organization_id = $1 and s.connection_id = $2 and s.kind not in ($3, 'focus-upload') and s.charges_to > $4::date at time zone 'UTC' for update`,
    [organizationId, connectionId, kind, from],
  );
  if (others.length === 0) return;
  const ids = others.map(({ id }) => id);
  await transaction.query(
    `delete from vitrine.cost_row where organization_id = $1 and source_id = any($2::uuid[]) and charge_period_start >= $3::date at time zone 'UTC'`,
    [organizationId, ids, from],
  );
  // A month whose files are not all there any more is no delivery; the bytes of what was cut are in no ledger.
  await transaction.query(
    `update vitrine.cost_source s set delivery = null, content_sha256 = case when s.id = any($2::uuid[]) then null else s.content_sha256 end
     where s.organization_id = $1 and (s.id = any($2::uuid[]) or exists (select 1 from vitrine.cost_source o
       where o.organization_id = $1 and o.id = any($2::uuid[]) and o.dataset = s.dataset and o.period = s.period))`,
    [organizationId, ids],
  );
  await recountSources(transaction, ids);
  const empty = await transaction.read(
    z.object({ id: z.string() }),
    `select id from vitrine.cost_source where organization_id = $1 and id = any($2::uuid[]) and rows = 0`,
    [organizationId, ids],
  );
  await dropSources(
    transaction,
    empty.map(({ id }) => id),
  );
  for (const ledger of new Set(others.map((other) => other.ledger))) await judgeLedger(transaction, ledger);
}

/** The first day that an export tells of, by what was loaded of it. */
export async function firstDayOf(transaction: OrganizationTransaction, dataset: string): Promise<string | null> {
  const [row] = await transaction.read(
    z.object({ day: z.string().nullable() }),
    `select (min(charges_from) at time zone 'UTC')::date::text as day from vitrine.cost_source where organization_id = $1 and dataset = $2`,
    [transaction.organizationId, dataset],
  );
  return row?.day ?? null;
}
