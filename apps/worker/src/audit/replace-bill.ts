import { newId, type AuditId, type ConnectionId } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { BillSource } from './bill-source.js';

export interface ReplacedBill {
  readonly auditId: AuditId;
  readonly connectionId: ConnectionId;
  readonly kind: BillSource['kind'];
  /** Two pulls with one key are the same bill. */
  readonly key: string;
}

/** Puts the staged rows in the place of the old ones, in the caller's transaction; sums are made by Postgres, exact to the last digit. */
export async function replaceBill(transaction: OrganizationTransaction, staged: string, bill: ReplacedBill): Promise<void> {
  const { organizationId } = transaction;
  const [source] = await transaction.read(
    z.object({ id: z.uuid() }),
    `insert into vitrine.cost_source (organization_id, id, connection_id, kind, source_key, loaded_by) values ($1, $2, $3, $4, $5, 'worker')
     on conflict (organization_id, source_key) do update set loaded_at = now(), connection_id = excluded.connection_id returning id`,
    [organizationId, newId(z.uuid()), bill.connectionId, bill.kind, bill.key],
  );
  if (source === undefined) return;
  await transaction.query(`delete from vitrine.cost_row where organization_id = $1 and source_id = $2`, [organizationId, source.id]);
  await transaction.query(
    `insert into vitrine.cost_row (organization_id, source_id, row_no, provider, billing_account_id, sub_account_id, charge_period_start, charge_period_end, charge_category,
       pricing_category, billed_cost, effective_cost, list_cost, billing_currency, service_name, sku_meter, resource_id, resource_id_canonical, region_id)
     select $1, $2, k.key::bigint, r.provider, r.billing_account_id, r.sub_account_id, r.charge_period_start, r.charge_period_end, r.charge_category,
       r.pricing_category, r.billed_cost, r.effective_cost, r.list_cost, r.billing_currency, r.service_name, r.sku_meter, r.resource_id, r.resource_id_canonical, r.region_id
     from vitrine.lookup_key k, jsonb_populate_record(null::vitrine.cost_row, k.value) as r
     where k.organization_id = $1 and k.audit_id = $3 and k.lookup = $4`,
    [organizationId, source.id, bill.auditId, staged],
  );
  await transaction.query(
    `update vitrine.cost_source s set rows = (select count(*) from vitrine.cost_row r where r.organization_id = $1 and r.source_id = $2),
       totals = coalesce((select jsonb_agg(jsonb_build_object('currency', t.currency, 'billedCost', t.billed::text, 'effectiveCost', t.effective::text)) from (
         select billing_currency as currency, sum(billed_cost) as billed, sum(effective_cost) as effective from vitrine.cost_row
         where organization_id = $1 and source_id = $2 group by billing_currency) t), '[]')
     where s.organization_id = $1 and s.id = $2`,
    [organizationId, source.id],
  );
  await transaction.query(`delete from vitrine.lookup_key where organization_id = $1 and audit_id = $2 and lookup = $3`, [
    organizationId,
    bill.auditId,
    staged,
  ]);
}
