import { monthlySaving } from '../estate/bill.js';
import type { EstateLabel } from '../estate/estate-label.js';
import { expandDirectory } from './azure-directory.js';
import type { AzureEstate } from './azure-estate.js';
import { expandAzure } from './azure-expansion.js';
import type { AzureBill } from './azure-resource.js';

/** Days that a saving is averaged over; older bill lines do not count. */
const SAVING_WINDOW_DAYS = 30;

/** The answer sheet of an Azure estate. Resource ids are as Resource Graph answers them. */
export function labelAzure(estate: AzureEstate, seed: number): EstateLabel[] {
  const now = new Date(0); // ids and money do not depend on the clock
  const { currency } = estate;
  const resources = expandAzure(estate, seed, now).flatMap(({ id, fault, bill }): EstateLabel[] =>
    fault === null ? [] : [{ cloud: 'azure', fault, resourceId: id, monthlySaving: savingOf(bill), currency }],
  );
  const assignments = expandDirectory(estate, seed, now).assignments.flatMap(({ id, fault }): EstateLabel[] =>
    fault === null ? [] : [{ cloud: 'azure', fault, resourceId: id, monthlySaving: null, currency }],
  );
  return [...resources, ...assignments];
}

function savingOf(bill: AzureBill | null): string | null {
  if (bill === null) return null;
  const days = Math.min(bill.days, SAVING_WINDOW_DAYS);
  return monthlySaving(Array.from({ length: days }, () => bill.dailyCost));
}
