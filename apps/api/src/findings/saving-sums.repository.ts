import { Injectable } from '@nestjs/common';
import { cloudSchema, severitySchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { SqlValues } from '../database/sql-values.js';
import { findingConditions, STATUS_NOW, type FindingFilter } from './finding-filter.js';

const countSchema = z.object({
  rule_id: z.string(),
  cloud: cloudSchema,
  family: z.string(),
  title: z.string(),
  failing: z.number().int(),
  counted: z.number().int(),
  undetermined: z.number().int(),
  severity: severitySchema.nullable(),
  provisional: z.number().int(),
  superseded: z.number().int(),
  waived: z.number().int(),
  unpriced: z.number().int(),
});
export type RuleCounts = z.infer<typeof countSchema>;

const sumSchema = z.object({
  rule_id: z.string(),
  cloud: cloudSchema,
  currency: z.string(),
  gross: z.string(),
  realisable: z.string(),
  findings: z.number().int(),
});
export type RuleSum = z.infer<typeof sumSchema>;

const live = `f.verdict = 'fail' and ${STATUS_NOW} in ('open', 'acknowledged', 'planned') and not f.provisional`;

/**
 * What counts in money, with the rule by which a worker's finalize counts (`compete` of @vitrine/pricing): several savings of one resource
 * are together never more than the resource costs, the largest first. It looks at all findings of the resource, whatever the filter shows.
 */
const counted = `
counted as (
  select f.*,
    count(*) over (partition by f.connection_id, f.canonical_id) as rivals,
    max(f.cost_now_monthly) filter (where f.saving_gross_monthly is not null and f.action_group not in ('commit', 'identity')) over race as highest,
    coalesce(sum(f.saving_gross_monthly) filter (where not f.superseded and f.action_group not in ('commit', 'identity'))
      over (race order by f.saving_gross_monthly desc nulls last, f.fingerprint rows between unbounded preceding and 1 preceding), 0) as taken
  from vitrine.finding f where f.organization_id = $1 and ${live}
  window race as (partition by f.connection_id, f.canonical_id, f.currency)
), priced as (
  select f.*, case when f.rivals = 1 or f.highest is null or f.action_group in ('commit', 'identity') then f.saving_gross_monthly
    else greatest(least(f.saving_gross_monthly, greatest(f.highest, 0) - f.taken), 0) end as allowed
  from counted f where not f.superseded and f.currency is not null and f.saving_gross_monthly is not null
)`;

@Injectable()
export class SavingSumsRepository {
  async counts(tx: OrganizationTransaction, filter: FindingFilter): Promise<RuleCounts[]> {
    const values = new SqlValues(tx.organizationId);
    const conditions = findingConditions(filter, values);
    const failing = `f.verdict = 'fail'`;
    return await tx.read(
      countSchema,
      `select f.rule_id, f.cloud, max(f.family) as family, max(f.title) as title, count(*) filter (where ${failing})::int as failing,
         count(*) filter (where ${live} and not f.superseded)::int as counted,
         count(*) filter (where f.verdict = 'undetermined' and f.status <> 'resolved')::int as undetermined,
         (array['critical', 'high', 'medium', 'low'])[min(array_position(array['critical', 'high', 'medium', 'low'], f.severity)) filter (where ${failing})] as severity,
         count(*) filter (where ${failing} and f.provisional and f.status <> 'resolved')::int as provisional,
         count(*) filter (where ${live} and f.superseded)::int as superseded,
         count(*) filter (where ${failing} and not f.provisional and ${STATUS_NOW} = 'waived')::int as waived,
         count(*) filter (where ${live} and not f.superseded and f.saving_realisable_monthly is null)::int as unpriced
       from vitrine.finding f where ${conditions} group by f.rule_id, f.cloud order by f.cloud, f.rule_id`,
      values.all,
    );
  }

  async sums(tx: OrganizationTransaction, filter: FindingFilter): Promise<RuleSum[]> {
    const values = new SqlValues(tx.organizationId);
    const conditions = findingConditions(filter, values);
    return await tx.read(
      sumSchema,
      `with ${counted}
       select f.rule_id, f.cloud, f.currency, sum(f.allowed)::text as gross,
         coalesce(sum(case when f.allowed < f.saving_gross_monthly then least(f.saving_realisable_monthly, f.allowed) else f.saving_realisable_monthly end), 0)::text as realisable,
         count(*)::int as findings
       from priced f where ${conditions} group by f.rule_id, f.cloud, f.currency order by f.cloud, f.rule_id, f.currency`,
      values.all,
    );
  }
}
