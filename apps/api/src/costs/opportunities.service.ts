import { Injectable } from '@nestjs/common';
import { billRules, commitmentRules } from '@vitrine/billing';
import { decimalText, exact } from '@vitrine/contracts';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { refusal } from '../http/problem.js';
import { opportunitySchema, type Opportunities, type Opportunity } from './opportunity.schemas.js';

const rowSchema = opportunitySchema.omit({ title: true, judgedAt: true }).extend({ judgedAt: z.date() });
const totalSchema = z.object({ currency: z.string(), gross: z.string(), realisable: z.string(), things: z.number().int() });

const rules = [...billRules, ...commitmentRules];

/** Two ledgers may tell of one thing: the one judged last speaks. */
const NEWEST = `select distinct on (rule_id, resource_key, currency) * from vitrine.bill_opportunity where organization_id = $1 order by rule_id, resource_key, currency, judged_at desc`;

@Injectable()
export class OpportunitiesService {
  constructor(private readonly database: Database) {}

  /** @throws VitrineError 403 for a token that is bound to some connections: a bill is the organization's */
  async list(caller: Caller, query: { readonly limit: number; readonly verdict?: 'fail' | 'undetermined' | undefined }): Promise<Opportunities> {
    if (caller.connections !== 'all')
      throw refusal(403, 'insufficient-scope', 'This token is bound to named connections and cannot read the organization’s bill.');
    return await this.database.inOrganization(
      caller.organizationId,
      async (tx) => {
        const items = await itemsOf(tx, query.verdict ?? null, query.limit + 1);
        const [open] = await tx.read(z.object({ n: z.number().int() }), `select count(*)::int as n from (${NEWEST}) o where verdict = 'undetermined'`, [
          tx.organizationId,
        ]);
        return {
          items: items.slice(0, query.limit),
          totals: await totalsOf(tx),
          undetermined: open?.n ?? 0,
          truncated: items.length > query.limit,
          rulesRun: rules.map(({ id, title }) => ({ ruleId: id, title })),
        };
      },
      { mode: 'snapshot' },
    );
  }
}

/** The largest realisable saving first, then gross, then what has no number. */
async function itemsOf(tx: OrganizationTransaction, verdict: string | null, limit: number): Promise<Opportunity[]> {
  const rows = await tx.read(
    rowSchema,
    `select rule_id as "ruleId", verdict, reason, provider, account_id as "accountId", region, service_name as "serviceName", resource_key as "resourceKey",
       action_group as "actionGroup", currency, trim_scale(cost_now_monthly)::text as "costNowMonthly", trim_scale(saving_gross_monthly)::text as "savingGrossMonthly",
       trim_scale(saving_realisable_monthly)::text as "savingRealisableMonthly", saving_bound as bound, evidence, judged_at as "judgedAt"
     from (${NEWEST}) o where ($2::text is null or verdict = $2)
     order by verdict, saving_realisable_monthly desc nulls last, saving_gross_monthly desc nulls last, cost_now_monthly desc nulls last, rule_id, resource_key limit $3`,
    [tx.organizationId, verdict, limit],
  );
  const titles = new Map(rules.map(({ id, title }) => [id, title]));
  return rows.map(({ judgedAt, ...row }) => ({ ...row, title: titles.get(row.ruleId) ?? row.ruleId, judgedAt: judgedAt.toISOString() }));
}

async function totalsOf(tx: OrganizationTransaction): Promise<Opportunities['totals']> {
  const rows = await tx.read(
    totalSchema,
    `select currency, sum(gross)::text as gross, sum(realisable)::text as realisable, count(*)::int as things from (
       select distinct on (resource_key, currency) currency, coalesce(saving_gross_monthly, 0) as gross, coalesce(saving_realisable_monthly, 0) as realisable
       from (${NEWEST}) o where verdict = 'fail' and saving_gross_monthly is not null
       order by resource_key, currency, saving_realisable_monthly desc nulls last, saving_gross_monthly desc) best
     group by currency order by currency`,
    [tx.organizationId],
  );
  const plain = (text: string): string => decimalText(exact(text));
  return rows.map(({ currency, gross, realisable, things }) => ({
    currency,
    savingGrossMonthly: plain(gross),
    savingRealisableMonthly: plain(realisable),
    things,
  }));
}
