import { Injectable } from '@nestjs/common';
import { unreachable } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { SqlValues } from '../database/sql-values.js';
import type { CostGrouping } from './cost.schemas.js';

const totalSchema = z.object({ currency: z.string(), billed: z.string(), effective: z.string().nullable(), rows: z.number().int() });
export type CostTotal = z.infer<typeof totalSchema>;
export type CostGroup = CostTotal & { readonly key: string | null };

export interface CostFilter {
  readonly connectionId: string | null;
  readonly sourceId: string | null;
  readonly currency: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

/** An effective cost that one row does not say makes the sum unknown. */
const SUMS = `r.billing_currency as currency, sum(r.billed_cost)::text as billed,
  case when count(r.effective_cost) = count(*) then sum(r.effective_cost)::text end as effective, count(*)::int as rows`;

@Injectable()
export class CostSumsRepository {
  async totals(tx: OrganizationTransaction, filter: CostFilter): Promise<CostTotal[]> {
    const { from, values } = source(tx, filter);
    return await tx.read(totalSchema, `select ${SUMS} ${from} group by r.billing_currency order by r.billing_currency`, values.all);
  }

  /** The largest first; `limit + 1` rows, so that the caller sees whether there are more. */
  async groups(tx: OrganizationTransaction, filter: CostFilter, grouping: CostGrouping, limit: number): Promise<CostGroup[]> {
    const { from, values } = source(tx, filter);
    return await tx.read(
      totalSchema.extend({ key: z.string().nullable() }),
      `select ${keyOf(grouping)} as key, ${SUMS} ${from} group by 1, r.billing_currency order by sum(r.billed_cost) desc, 1 nulls last, 2 limit ${values.add(limit + 1)}`,
      values.all,
    );
  }

  /** Whether several sources tell of the same account and day. */
  async overlapping(tx: OrganizationTransaction, filter: CostFilter): Promise<boolean> {
    const { from, values } = source(tx, filter);
    const { rowCount } = await tx.query(
      `select 1 ${from} group by coalesce(r.sub_account_id, r.billing_account_id), (r.charge_period_start at time zone 'UTC')::date having count(distinct r.source_id) > 1 limit 1`,
      values.all,
    );
    return rowCount > 0;
  }
}

function source(tx: OrganizationTransaction, filter: CostFilter): { from: string; values: SqlValues } {
  const values = new SqlValues(tx.organizationId);
  const conditions = ['r.organization_id = $1', 'r.billing_currency is not null'];
  const where = (value: unknown, sql: (placeholder: string) => string): void => {
    if (value !== null) conditions.push(sql(values.add(value)));
  };
  where(filter.connectionIds, (ids) => `s.connection_id = any(${ids}::uuid[])`);
  where(filter.connectionId, (id) => `s.connection_id = ${id}::uuid`);
  where(filter.sourceId, (id) => `s.id = ${id}::uuid`);
  where(filter.currency, (currency) => `r.billing_currency = ${currency}`);
  where(filter.from, (at) => `r.charge_period_start >= ${at}`);
  where(filter.to, (at) => `r.charge_period_start < ${at}`);
  return {
    from: `from vitrine.cost_row r join vitrine.cost_source s on s.organization_id = r.organization_id and s.id = r.source_id where ${conditions.join(' and ')}`,
    values,
  };
}

function keyOf(grouping: CostGrouping): string {
  switch (grouping) {
    case 'service':
      return 'r.service_name';
    case 'account':
      return 'coalesce(r.sub_account_id, r.billing_account_id)';
    case 'region':
      return 'r.region_id';
    case 'resource':
      return 'r.resource_id';
    case 'category':
      return 'r.charge_category';
    case 'provider':
      return 'r.provider';
    case 'day':
      return `to_char(r.charge_period_start at time zone 'UTC', 'YYYY-MM-DD')`;
    case 'month':
      return `to_char(r.charge_period_start at time zone 'UTC', 'YYYY-MM')`;
    default:
      return unreachable(grouping);
  }
}
