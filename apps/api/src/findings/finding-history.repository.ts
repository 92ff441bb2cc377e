import { Injectable } from '@nestjs/common';
import { findingStatusSchema, memberIdSchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const stepSchema = z.object({
  seq: z.string(),
  at: z.date(),
  by: z.string(),
  from_status: findingStatusSchema.nullable(),
  to_status: findingStatusSchema,
  reason: z.string().nullable(),
  waived_until: z.date().nullable(),
  assignee_id: memberIdSchema.nullable(),
  audit_id: z.string(),
  currency: z.string().nullable(),
  amount: z.string().nullable(),
});
export type FindingStepRow = z.infer<typeof stepSchema>;

const flows = ['identified', 'planned', 'resolved', 'realised', 'relapsed'] as const;
const periodSchema = z.object({
  start: z.date(),
  currency: z.string(),
  sums: z.record(z.enum(flows), z.object({ monthly: z.string(), findings: z.number().int() })),
});
export type SavingsPeriodRow = z.infer<typeof periodSchema>;

export interface SavingsFilter {
  readonly from: string;
  readonly to: string;
  readonly interval: 'day' | 'week' | 'month';
  readonly cloud: string | null;
  readonly connectionId: string | null;
  /** Connections that the caller's token is bound to; null for all. */
  readonly connectionIds: readonly string[] | null;
}

/** What each flow is made of, as a condition on `finding_transition t`. */
const flowOf: Readonly<Record<(typeof flows)[number], string>> = {
  identified: `t.to_status = 'open' and t.from_status is null`,
  planned: `t.to_status = 'planned'`,
  resolved: `t.to_status = 'resolved'`,
  realised: `t.to_status = 'realised'`,
  relapsed: `t.to_status = 'relapsed'`,
};

@Injectable()
export class FindingHistoryRepository {
  async steps(tx: OrganizationTransaction, findingId: string, after: string | null, rows: number): Promise<FindingStepRow[]> {
    return await tx.read(
      stepSchema,
      `select seq::text as seq, at, by, from_status, to_status, reason, waived_until, assignee_id, audit_id, currency, trim_scale(amount_monthly)::text as amount
       from vitrine.finding_transition where organization_id = $1 and finding_id = $2 and ($3::bigint is null or seq > $3::bigint) order by seq limit $4`,
      [tx.organizationId, findingId, after, rows],
    );
  }

  /** Only failing findings with money that counted; a step that changed no status is none. */
  async savings(tx: OrganizationTransaction, filter: SavingsFilter): Promise<SavingsPeriodRow[]> {
    const sums = flows.map(
      (flow) =>
        `'${flow}', jsonb_build_object('monthly', coalesce(trim_scale(sum(t.amount_monthly) filter (where ${flowOf[flow]})), 0)::text, 'findings', count(*) filter (where ${flowOf[flow]}))`,
    );
    return await tx.read(
      periodSchema,
      `select date_trunc($4, t.at, 'UTC') as start, t.currency, jsonb_build_object(${sums.join(', ')}) as sums
       from vitrine.finding_transition t join vitrine.connection c on c.organization_id = t.organization_id and c.id = t.connection_id
       where t.organization_id = $1 and t.at >= $2 and t.at < $3 and t.verdict = 'fail' and t.currency is not null and t.amount_monthly is not null
         and t.from_status is distinct from t.to_status and t.to_status in ('open', 'planned', 'resolved', 'realised', 'relapsed')
         and ($5::text is null or c.cloud = $5) and ($6::uuid is null or t.connection_id = $6) and ($7::uuid[] is null or t.connection_id = any($7))
       group by 1, 2 order by 1, 2`,
      [tx.organizationId, filter.from, filter.to, filter.interval, filter.cloud, filter.connectionId, filter.connectionIds],
    );
  }
}
