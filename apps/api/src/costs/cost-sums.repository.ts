import { Injectable } from '@nestjs/common';
import { ledgerKeySql } from '@vitrine/billing';
import { unreachable } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { SqlValues } from '../database/sql-values.js';
import type { CostGrouping } from './cost.schemas.js';

const totalSchema = z.object({ currency: z.string(), billed: z.string(), effective: z.string().nullable(), rows: z.number().int() });
export type CostTotal = z.infer<typeof totalSchema>;
const ratedSchema = z.object({
  currency: z.string(),
  onDate: z.string().nullable(),
  rate: z.string().nullable(),
  source: z.string().nullable(),
  billed: z.string(),
});
export type RatedCost = z.infer<typeof ratedSchema>;
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

  /** Billed cost per currency and day, with the newest rate of or before that day; null where there is none. */
  async byRate(tx: OrganizationTransaction, filter: CostFilter, to: string): Promise<RatedCost[]> {
    const { from, values } = source(tx, filter);
    const target = values.add(to);
    return await tx.read(
      ratedSchema,
      `with daily as (select r.billing_currency as currency, (r.charge_period_start at time zone 'UTC')::date as day, sum(r.billed_cost) as billed ${from} group by 1, 2)
       select d.currency, e.on_date::text as "onDate", e.rate::text as rate, e.source, sum(d.billed)::text as billed
       from daily d left join lateral (select x.on_date, x.rate, x.source from vitrine.exchange_rate x
         where x.organization_id = $1 and x.from_currency = d.currency and x.to_currency = ${target} and x.on_date <= d.day order by x.on_date desc limit 1) e on true
       group by d.currency, e.on_date, e.rate, e.source order by d.currency, e.on_date`,
      values.all,
    );
  }

  /** Whether several sources tell of the same account and day. */
  async overlapping(tx: OrganizationTransaction, filter: CostFilter): Promise<boolean> {
    const { from, values } = source(tx, filter);
    const { rowCount } = await tx.query(
      `select 1 ${from} group by coalesce(r.sub_account_id, r.billing_account_id), (r.charge_period_start at time zone 'UTC')::date having count(distinct ${ledgerKeySql}) > 1 limit 1`,
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
