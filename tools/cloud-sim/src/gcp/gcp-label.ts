import { monthlySaving, productOf, sumOf } from '../estate/bill.js';
import type { EstateLabel } from '../estate/estate-label.js';
import type { GcpEstate } from './gcp-estate.js';
import { expandGcp } from './gcp-expansion.js';
import type { GcpBill } from './gcp-resource.js';

/** Days that a saving is averaged over; older rows of the export do not count. */
const SAVING_WINDOW_DAYS = 30;

/** The answer sheet of a Google Cloud estate. Resource ids are Cloud Asset's full names. */
export function labelGcp(estate: GcpEstate, seed: number): EstateLabel[] {
  const { currency } = estate;
  return expandGcp(estate, seed, new Date(0)).flatMap(({ fullName, fault, faultBills, faultShare }): EstateLabel[] =>
    fault === null ? [] : [{ cloud: 'gcp', fault, resourceId: fullName, monthlySaving: savingOf(faultBills, faultShare), currency }],
  );
}

/** The sum over every bill line that ends with the fault; null where none is known. */
function savingOf(bills: readonly GcpBill[], share: string): string | null {
  const savings = bills.flatMap((bill) => monthlySaving(Array.from({ length: Math.min(bill.days, SAVING_WINDOW_DAYS) }, () => bill.dailyCost)) ?? []);
  return savings.length === 0 ? null : productOf(sumOf(savings), share);
}
