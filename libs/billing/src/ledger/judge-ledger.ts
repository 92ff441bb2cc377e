import type { OrganizationTransaction } from '@vitrine/tenancy';
import { billRules } from '../bill-rules/bill-rules.js';
import { commitmentRules } from '../bill-rules/commitment-rules.js';
import { judgeCommitment } from '../bill-rules/judge-commitment.js';
import type { BillOpportunity } from '../bill-rules/bill-opportunity.js';
import { judgeThing } from '../bill-rules/judge-thing.js';
import { billedThings, unattributedPlaces } from './billed-things.js';
import { committableUsage, namedUsage } from './committable-usage.js';
import { ledgerWindow } from './ledger-window.js';

/**
 * Judges one ledger by the bill rules and puts what they say in the place of what they said before. Part of every load, in its transaction:
 * opportunities and the rows that they are of are never of two loads.
 * @param ledgerKey the dataset, or the id of a source without one
 * @returns how many things fail a rule
 */
export async function judgeLedger(transaction: OrganizationTransaction, ledgerKey: string): Promise<number> {
  await transaction.query('delete from vitrine.bill_opportunity where organization_id = $1 and ledger_key = $2', [transaction.organizationId, ledgerKey]);
  const days = await ledgerWindow(transaction, ledgerKey);
  if (days === null) return 0;
  const ledger = { key: ledgerKey, ...days };
  const things = await billedThings(transaction, ledger, (meter) => billRules.some((rule) => rule.looksAt(meter)));
  const window = { ...days, bytesUnattributed: things.length === 0 ? new Set<string>() : await unattributedPlaces(transaction, ledger) };
  const found = things.flatMap((thing) => billRules.flatMap((rule) => judgeThing(rule, thing, window) ?? []));
  found.push(...(await commitmentGaps(transaction, ledger, found)));
  await insert(transaction, ledgerKey, found);
  return found.filter(({ verdict }) => verdict === 'fail').length;
}

/** Last, on what stays once waste is gone: what findings call waste, and what the bill has just shown to be. */
async function commitmentGaps(
  transaction: OrganizationTransaction,
  ledger: { readonly key: string; readonly start: number; readonly end: number },
  found: readonly BillOpportunity[],
): Promise<BillOpportunity[]> {
  const waste = found.filter(({ verdict, ruleId }) => verdict === 'fail' && actionGroups.get(ruleId) !== 'commit').map(({ thing }) => thing.key);
  const named = await namedUsage(transaction, ledger);
  const gaps: BillOpportunity[] = [];
  for (const rule of commitmentRules) {
    const usage = await committableUsage(
      transaction,
      ledger,
      named.filter((each) => rule.covers(each)),
      waste,
    );
    gaps.push(...usage.flatMap((each) => judgeCommitment(rule, each, ledger) ?? []));
  }
  return gaps;
}

const actionGroups = new Map([...billRules, ...commitmentRules].map((rule) => [rule.id, rule.actionGroup]));

async function insert(transaction: OrganizationTransaction, ledgerKey: string, found: readonly BillOpportunity[]): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map(({ ruleId, thing, verdict, reason, bound, evidence, ...money }) => ({
    rule_id: ruleId,
    resource_key: thing.key,
    currency: thing.currency,
    verdict,
    reason,
    provider: thing.provider,
    account_id: thing.accountId,
    region: thing.region,
    service_name: thing.serviceName,
    action_group: actionGroups.get(ruleId) ?? 'config',
    cost_now_monthly: money.costNowMonthly,
    saving_gross_monthly: money.savingGrossMonthly,
    saving_realisable_monthly: money.savingRealisableMonthly,
    saving_bound: bound,
    evidence,
  }));
  await transaction.query(
    `insert into vitrine.bill_opportunity (organization_id, ledger_key, rule_id, resource_key, currency, verdict, reason, provider, account_id, region, service_name, action_group,
       cost_now_monthly, saving_gross_monthly, saving_realisable_monthly, saving_bound, evidence)
     select $1, $2, r.rule_id, r.resource_key, r.currency, r.verdict, r.reason, r.provider, r.account_id, r.region, r.service_name, r.action_group,
       r.cost_now_monthly, r.saving_gross_monthly, r.saving_realisable_monthly, r.saving_bound, r.evidence
     from jsonb_populate_recordset(null::vitrine.bill_opportunity, $3::jsonb) r on conflict do nothing`,
    [transaction.organizationId, ledgerKey, JSON.stringify(rows)],
  );
}
