import { monthlySaving, productOf, sumOf } from '../estate/bill.js';
import type { EstateLabel } from '../estate/estate-label.js';
import type { AzureFault } from './azure-conditions.js';
import { expandDirectory } from './azure-directory.js';
import type { AzureEstate } from './azure-estate.js';
import { expandAzure } from './azure-expansion.js';
import type { AzureAdvice, AzureBill } from './azure-resource.js';
import type { ExpectedVerdict } from './azure-verdicts.js';

/** Days that a saving is averaged over; older bill lines do not count. */
const SAVING_WINDOW_DAYS = 30;

/** The answer sheet of an Azure estate. Resource ids are as Resource Graph answers them. */
export function labelAzure(estate: AzureEstate, seed: number): EstateLabel[] {
  const now = new Date(0); // ids and money do not depend on the clock
  const { currency } = estate;
  const resources = expandAzure(estate, seed, now).flatMap((resource): EstateLabel[] => {
    const { id, fault, bill, claims = [bill], share = '1' } = resource;
    return fault === null ? [] : [{ cloud: 'azure', fault, resourceId: id, monthlySaving: claimedSaving(claims, share), currency }];
  });
  const assignments = expandDirectory(estate, seed, now).assignments.flatMap(({ id, fault }): EstateLabel[] =>
    fault === null ? [] : [{ cloud: 'azure', fault, resourceId: id, monthlySaving: null, currency }],
  );
  return [...resources, ...assignments];
}

/** What one fault of one resource must be called; `fail` where it is the resource's fault. */
export interface AzureVerdictLabel {
  readonly fault: AzureFault;
  readonly resourceId: string;
  readonly verdict: ExpectedVerdict | 'fail';
  readonly monthlySaving: string | null;
}

/** The whole answer sheet of an Azure estate: for each resource every verdict that an audit must give, and none that it must not. */
export function labelAzureVerdicts(estate: AzureEstate, seed: number): AzureVerdictLabel[] {
  const advised = new Set(estate.subscriptions.filter(({ advisor }) => advisor).map(({ subscriptionId }) => subscriptionId));
  return expandAzure(estate, seed, new Date(0)).flatMap(
    ({ id, subscriptionId, fault, bill, claims = [bill], share = '1', advice, verdicts = {} }): AzureVerdictLabel[] => [
      ...(fault === null ? [] : [{ fault, resourceId: id, verdict: 'fail' as const, monthlySaving: claimedSaving(claims, share) }]),
      // The keys of a partial record of faults are faults; Object.entries forgets that.
      ...(Object.entries(verdicts) as [AzureFault, ExpectedVerdict][]).map(([each, verdict]) => ({
        fault: each,
        resourceId: id,
        verdict,
        monthlySaving: null,
      })),
      ...(advice === undefined || !advised.has(subscriptionId) ? [] : adviceLabels(id, advice)),
    ],
  );
}

/** Advice of one kind is none of the other. */
function adviceLabels(resourceId: string, { recommendationType, savingsAmount }: AzureAdvice): AzureVerdictLabel[] {
  const [given, other] =
    recommendationType === 'Shutdown' ? (['azure-advisor-stop', 'azure-advisor-resize'] as const) : (['azure-advisor-resize', 'azure-advisor-stop'] as const);
  return [
    { fault: given, resourceId, verdict: 'fail', monthlySaving: savingsAmount },
    { fault: other, resourceId, verdict: 'not_applicable', monthlySaving: null },
  ];
}

/** The sum of the claimed bills, of which a share goes away; null where one of them, or the share, is not known. */
function claimedSaving(claims: readonly (AzureBill | null)[], share: string | null): string | null {
  const savings = claims.map(savingOf);
  if (share === null || savings.some((saving) => saving === null)) return null;
  return productOf(sumOf(savings.filter((saving) => saving !== null)), share);
}

function savingOf(bill: AzureBill | null): string | null {
  if (bill === null) return null;
  const days = Math.min(bill.days, SAVING_WINDOW_DAYS);
  return monthlySaving(Array.from({ length: days }, () => bill.dailyCost));
}
