import { findingIdSchema, newId, type ConnectionId } from '@vitrine/contracts';
import { claimedResources, neededPrices, netPrices, persistentSeverity, priceResource, severityOf, type ListPrice, type PriceKey } from '@vitrine/pricing';
import { withOrganization } from '@vitrine/tenancy';
import type { ClaimedJob } from '../jobs/claimed-job.js';
import type { FindingRow } from '../jobs/write-findings.js';
import type { AuditContext, LentSession } from './audit-context.js';
import { billedResources, type BillsByResource } from './billed-resources.js';
import { loadAgreement } from '../ledger/load-agreement.js';
import { firstSeen } from './first-seen.js';
import type { JudgedFinding } from './judge-page.js';
import type { LoadedAudit } from './load-audit.js';
import { listPrices } from './prices.js';

export interface PricingInput {
  readonly context: AuditContext;
  readonly job: ClaimedJob;
  readonly lent: LentSession;
  readonly signal: AbortSignal;
  readonly audit: LoadedAudit;
  readonly reader: string;
}

/** The page's findings with money: from the bill where it knows the resource, else from the list, else unknown (null, never 0). */
export async function priceFindings(input: PricingInput, judged: readonly JudgedFinding[]): Promise<FindingRow[]> {
  if (judged.length === 0) return [];
  const { context, job } = input;
  const wanted = judged.flatMap(({ draft }) => claimedResources(draft.claim, draft.canonicalId));
  const fingerprints = judged.map(({ draft }) => draft.fingerprint);
  const [bills, seen, agreement] = await withOrganization(
    context.pool,
    job.organizationId,
    // Sent together: none needs another's answer.
    async (transaction) =>
      await Promise.all([
        billedResources(transaction, job.connectionId, wanted, input.audit.at),
        firstSeen(transaction, fingerprints),
        loadAgreement(transaction),
      ]),
    { mode: 'read-only' },
  );
  const keys = keysWithoutBill(judged, bills);
  const terms = { agreement, discount: input.audit.settings.discount ?? null, day: input.audit.at.toISOString().slice(0, 10) };
  const prices = netPrices(await listPrices(input, keys), keys, terms);
  return judged.map((finding) => findingRow(input, finding, bills, prices, seen.get(finding.draft.fingerprint) ?? input.audit.at));
}

/** List prices are asked for only where the bill does not answer alone: a call that nobody needs is not made. */
function keysWithoutBill(judged: readonly JudgedFinding[], bills: BillsByResource): PriceKey[] {
  return judged.flatMap(({ draft: { claim, canonicalId } }) =>
    neededPrices(
      claim,
      claimedResources(claim, canonicalId).some((resource) => bills.has(resource)),
    ),
  );
}

function findingRow(
  { audit, job, reader }: PricingInput,
  { rule, draft }: JudgedFinding,
  bills: BillsByResource,
  prices: ReadonlyMap<string, ListPrice>,
  firstSeenAt: Date,
): FindingRow {
  const priced = priceResource({
    claim: draft.claim,
    bills: claimedResources(draft.claim, draft.canonicalId).flatMap((resource) => bills.get(resource) ?? []),
    prices,
    basis: draft.basis,
    ...(draft.bound === null ? {} : { bound: draft.bound }),
  });
  const severity = severityOf({ monthly: priced.saving.savingRealisableMonthly, effort: draft.effort, ruleSeverity: draft.severity });
  const { claim: _claim, basis: _basis, bound: _bound, ...kept } = draft;
  return {
    ...kept,
    id: newId(findingIdSchema),
    connectionId: job.connectionId satisfies ConnectionId,
    auditId: job.auditId ?? '',
    family: rule.family,
    reader,
    scope: job.scope ?? '',
    // Money may have met a moment (`reference/cost.md` §2.0, persistence gate); what an identity rule sees is no moment.
    severity: rule.family === 'cost' ? persistentSeverity(severity, { firstSeenAt, at: audit.at }) : severity,
    confidence: priced.confidence,
    saving: priced.saving,
    unpriced: draft.verdict === 'fail' ? priced.unpriced : null,
  };
}
