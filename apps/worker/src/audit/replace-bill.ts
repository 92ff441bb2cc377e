import { giveWay, judgeLedger, recountSources } from '@vitrine/billing';
import { newId, type ConnectionId, type JobId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { dropStaged } from '../ledger/stage-rows.js';
import type { BillSource } from './bill-source.js';

export interface ReplacedBill {
  readonly jobId: JobId;
  readonly connectionId: ConnectionId;
  readonly kind: BillSource['kind'];
  /** Two pulls with one key are the same bill. */
  readonly key: string;
  /** First day that was pulled, `2026-10-23`: what was billed before it stays as an earlier pull read it. */
  readonly from: string;
}

/**
 * Puts the staged rows in the place of the old ones of the same days, in the caller's transaction, so that late charges and restatements
 * replace what stood there, and takes out what a bill of another kind had brought of them.
 */
export async function replaceBill(transaction: OrganizationTransaction, bill: ReplacedBill): Promise<void> {
  const { organizationId } = transaction;
  const [source] = await transaction.read(
    z.object({ id: z.uuid() }),
    `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by, format) values ($1, $2, $3, $4, $5, 'worker', 'native')
     on conflict (organization_id, source_key) do update set loaded_at = now(), connection_id = excluded.connection_id, format = excluded.format returning id`,
    [organizationId, newId(z.uuid()), bill.connectionId, bill.kind, bill.key],
  );
  if (source === undefined) return;
  await transaction.query(`delete from vitrine.cost_row where organization_id = $1 and source_id = $2 and charge_period_start >= $3::timestamptz`, [
    organizationId,
    source.id,
    `${bill.from}T00:00:00Z`,
  ]);
  await transaction.query(
    `insert into vitrine.cost_row (organization_id, source_id, row_no, provider, service_provider_name, host_provider_name, billing_account_id, sub_account_id, charge_period_start,
       charge_period_end, charge_category, pricing_category, billed_cost, effective_cost, list_cost, billing_currency, service_name, sku_meter, resource_id, resource_id_canonical, region_id)
     select $1, $2, k.row_no + 1 + (select coalesce(max(o.row_no), 0) from vitrine.cost_row o where o.organization_id = $1 and o.source_id = $2), r.provider, r.provider, r.provider,
       r.billing_account_id, r.sub_account_id, r.charge_period_start, r.charge_period_end, r.charge_category, r.pricing_category, r.billed_cost, r.effective_cost, r.list_cost,
       r.billing_currency, r.service_name, r.sku_meter, r.resource_id, r.resource_id_canonical, r.region_id
     from vitrine.cost_row_staged k, jsonb_populate_record(null::vitrine.cost_row, k.value) as r where k.organization_id = $1 and k.job_id = $3`,
    [organizationId, source.id, bill.jobId],
  );
  await recountSources(transaction, [source.id]);
  await dropStaged(transaction, bill.jobId);
  await giveWay(transaction, bill);
  await judgeLedger(transaction, source.id);
}
