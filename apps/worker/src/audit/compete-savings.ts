import { actionGroupSchema, decimalText, exact, type ConnectionId } from '@vitrine/contracts';
import { compete } from '@vitrine/pricing';
import type { OrganizationTransaction } from '@vitrine/tenancy';
import { z } from 'zod';

const competitorSchema = z.object({
  fingerprint: z.string(),
  resource: z.string(),
  actionGroup: actionGroupSchema,
  currency: z.string().nullable(),
  costNow: z.string().nullable(),
  gross: z.string().nullable(),
  realisable: z.string().nullable(),
  advised: z.boolean(),
});

const sumSchema = z.object({ currency: z.string(), gross: z.string(), realisable: z.string(), findings: z.number() });
/** What counts, per currency; Vitrine never converts. */
export type SavingTotal = z.infer<typeof sumSchema>;

const counted = `organization_id = $1 and connection_id = $2 and verdict = 'fail' and status in ('open', 'acknowledged', 'planned', 'relapsed')`;

/**
 * Lets savings of one resource compete, marks the losers, and adds up what counts. Only resources with several findings are loaded;
 * all others are summed where they stand.
 */
export async function competeSavings(transaction: OrganizationTransaction, connectionId: ConnectionId): Promise<SavingTotal[]> {
  const values = [transaction.organizationId, connectionId];
  const rivals = await transaction.read(
    competitorSchema,
    // One pass: a join of the table with itself, before its new rows have statistics, compares each with each.
    `select fingerprint, resource, "actionGroup", currency, "costNow", gross, realisable, advised from (
       select fingerprint, canonical_id as resource, action_group as "actionGroup", currency, cost_now_monthly::text as "costNow",
         saving_gross_monthly::text as gross, saving_realisable_monthly::text as realisable,
         coalesce(saving_method = 'PROVIDER', false) as advised, count(*) over (partition by canonical_id) as standing
       from vitrine.finding where ${counted}) f
     where standing > 1`,
    values,
  );
  const results = compete(rivals);
  const losers = results.filter((result) => result.superseded).map((result) => result.fingerprint);
  await transaction.query(
    `update vitrine.finding set superseded = (fingerprint = any($3)), version = version + 1 where ${counted} and superseded <> (fingerprint = any($3))`,
    [...values, losers],
  );
  const sums = await transaction.read(
    sumSchema,
    `select currency, coalesce(sum(saving_gross_monthly), 0)::text as gross, coalesce(sum(saving_realisable_monthly), 0)::text as realisable, count(*)::int as findings
     from vitrine.finding where ${counted} and not superseded and currency is not null group by currency order by currency`,
    values,
  );
  const cuts = rivals.flatMap((rival) => {
    const result = results.find((each) => each.fingerprint === rival.fingerprint);
    return result?.capped === true ? [{ rival, result }] : [];
  });
  return sums.map((sum) => {
    const own = cuts.filter(({ rival }) => rival.currency === sum.currency);
    const less = (member: 'gross' | 'realisable'): string =>
      decimalText(own.reduce((total, { rival, result }) => total.minus(exact(rival[member] ?? '0')).plus(exact(result[member] ?? '0')), exact(sum[member])));
    return { ...sum, gross: less('gross'), realisable: less('realisable') };
  });
}
