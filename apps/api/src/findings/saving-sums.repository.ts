import { Injectable } from '@nestjs/common';
import { cloudSchema, severitySchema } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import { SqlValues } from '../database/sql-values.js';
import { findingConditions, LIVE, STATUS_NOW, type FindingFilter } from './finding-filter.js';

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
  excluded: z.number().int(),
  hygiene: z.number().int(),
  unpriced: z.number().int(),
});
export type RuleCounts = z.infer<typeof countSchema>;

const sumSchema = z.object({
  rule_id: z.string(),
  cloud: cloudSchema,
  currency: z.string(),
  gross: z.string(),
  realisable: z.string(),
  /** Each below the organization's threshold. */
  below: z.boolean(),
  findings: z.number().int(),
});
export type RuleSum = z.infer<typeof sumSchema>;

const live = `f.verdict = 'fail' and ${STATUS_NOW} in ${LIVE} and not f.provisional`;

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
         count(*) filter (where f.verdict = 'undetermined' and f.status not in ('resolved', 'realised', 'excluded'))::int as undetermined,
         (array['critical', 'high', 'medium', 'low'])[min(array_position(array['critical', 'high', 'medium', 'low'], f.severity)) filter (where ${failing})] as severity,
         count(*) filter (where ${failing} and f.provisional and f.status not in ('resolved', 'realised', 'excluded'))::int as provisional,
         count(*) filter (where ${live} and f.superseded)::int as superseded,
         count(*) filter (where ${failing} and not f.provisional and ${STATUS_NOW} = 'waived')::int as waived,
         count(*) filter (where ${failing} and f.status = 'excluded')::int as excluded,
         count(*) filter (where ${live} and not f.superseded and f.unpriced = 'hygiene')::int as hygiene,
         count(*) filter (where ${live} and not f.superseded and f.saving_realisable_monthly is null and f.unpriced is distinct from 'hygiene')::int as unpriced
       from vitrine.finding f where ${conditions} group by f.rule_id, f.cloud order by f.cloud, f.rule_id`,
      values.all,
    );
  }

  /**
   * What counts in money is the view's word (`vitrine.counted_finding`): it lets all findings of a resource compete, whatever the filter shows.
   * @param threshold per month, exact text, in whatever currency the finding has
   */
  async sums(tx: OrganizationTransaction, filter: FindingFilter, threshold: string): Promise<RuleSum[]> {
    const values = new SqlValues(tx.organizationId);
    const conditions = findingConditions(filter, values);
    const below = `coalesce(c.realisable < ${values.add(threshold)}::numeric, false)`;
    return await tx.read(
      sumSchema,
      `select f.rule_id, f.cloud, f.currency, sum(c.gross)::text as gross, coalesce(sum(c.realisable), 0)::text as realisable, count(*)::int as findings, ${below} as below
       from vitrine.finding f join vitrine.counted_finding c on c.organization_id = f.organization_id and c.id = f.id
       where c.organization_id = $1 and ${conditions} group by f.rule_id, f.cloud, f.currency, ${below} order by f.cloud, f.rule_id, f.currency`,
      values.all,
    );
  }

  /** The organization's threshold under which a saving is counted apart. */
  async threshold(tx: OrganizationTransaction): Promise<string> {
    const [row] = await tx.read(
      z.object({ threshold: z.string() }),
      `select coalesce(settings ->> 'savingThresholdMonthly', '0') as threshold from vitrine.organization where organization_id = $1`,
      [tx.organizationId],
    );
    return row?.threshold ?? '0';
  }
}
