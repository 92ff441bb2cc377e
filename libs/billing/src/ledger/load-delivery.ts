import { VitrineError } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { parseBill } from '../focus/parse-focus.js';
import { storeCostRows, type CostSource } from '../load-cost-rows.js';
import type { SpooledBill } from '../spool/spooled-bill.js';
import { judgeLedger } from './judge-ledger.js';
import { dropOthersOfPeriod } from './replace-sources.js';

/** All files of one billing month as an export delivered them last. */
export interface Delivery {
  readonly kind: CostSource['kind'];
  readonly connectionId: string;
  /** The export: its files are one ledger. */
  readonly dataset: string;
  /** First day of the billing month, `2026-10-01`. */
  readonly period: string;
  /** The same as long as nothing was delivered anew. */
  readonly id: string;
  readonly files: readonly { readonly name: string; readonly bill: SpooledBill }[];
}

const deliveredSchema = z.object({ period: z.string(), delivery: z.string() });

/** The delivery of each month that stands in the ledger. A month that holds files of two deliveries is not among them. */
export async function loadedDeliveries(transaction: OrganizationTransaction, dataset: string): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.read(
    deliveredSchema,
    `select period::text, min(delivery) as delivery from vitrine.cost_source
     where organization_id = $1 and dataset = $2 and period is not null group by period having count(distinct coalesce(delivery, '')) = 1 and min(delivery) is not null`,
    [transaction.organizationId, dataset],
  );
  return new Map(rows.map(({ period, delivery }) => [period, delivery]));
}

/**
 * Puts a delivery in the place of the month that stood there, in the caller's transaction: files of the same name are replaced, files that it does
 * not hold are taken out, and one whose bytes are the same is left as it is.
 * @returns rows that were read anew and files that were left
 * @throws VitrineError `focus-invalid`, and nothing of the delivery is loaded
 */
export async function loadDelivery(transaction: OrganizationTransaction, delivery: Delivery): Promise<{ readonly rows: number; readonly unchanged: number }> {
  const { dataset, period } = delivery;
  // Attack: a delivery of nothing would replace its month by nothing, and call that loaded.
  if (delivery.files.length === 0) throw new VitrineError({ code: 'focus-invalid', status: 422, publicMessage: 'A delivery without files replaces nothing.' });
  const keep: string[] = [];
  let rows = 0;
  let unchanged = 0;
  for (const { name, bill } of delivery.files) {
    const sourceKey = `${dataset}/${period}/${name}`;
    const same = await sourceWith(transaction, sourceKey, bill.sha256);
    if (same !== null) {
      keep.push(same);
      unchanged += 1;
      continue;
    }
    const { kind, connectionId } = delivery;
    const source: CostSource = { kind, sourceKey, connectionId, loadedBy: 'worker', dataset, period, contentSha256: bill.sha256 };
    const stored = await storeCostRows(transaction, source, await parseBill(bill.content));
    keep.push(stored.id);
    rows += stored.rows;
  }
  await dropOthersOfPeriod(transaction, { dataset, period, keep });
  await transaction.query(`update vitrine.cost_source set delivery = $3 where organization_id = $1 and id = any($2::uuid[])`, [
    transaction.organizationId,
    keep,
    delivery.id,
  ]);
  await judgeLedger(transaction, dataset);
  return { rows, unchanged };
}

async function sourceWith(transaction: OrganizationTransaction, sourceKey: string, sha256: Buffer): Promise<string | null> {
  const [row] = await transaction.read(
    z.object({ id: z.string() }),
    `select id from vitrine.cost_source where organization_id = $1 and source_key = $2 and content_sha256 = $3`,
    [transaction.organizationId, sourceKey, sha256],
  );
  return row?.id ?? null;
}
