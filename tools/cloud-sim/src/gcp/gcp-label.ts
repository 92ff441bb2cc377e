import { Decimal } from 'decimal.js';
import { monthlySaving, productOf, sumOf } from '../estate/bill.js';
import type { EstateLabel } from '../estate/estate-label.js';
import type { GcpEstate } from './gcp-estate.js';
import type { GcpFault } from './gcp-conditions.js';
import { expandGcp, expandGroup } from './gcp-expansion.js';
import type { GcpBill, GcpResource } from './gcp-resource.js';
import { advisedVerdicts, expectedVerdicts, type GcpExpectedVerdict } from './gcp-verdicts.js';

/** Days that a saving is averaged over; older rows of the export do not count. */
const SAVING_WINDOW_DAYS = 30;

/** The answer sheet of a Google Cloud estate. Resource ids are Cloud Asset's full names. */
export function labelGcp(estate: GcpEstate, seed: number): EstateLabel[] {
  const { currency } = estate;
  return expandGcp(estate, seed, new Date(0)).flatMap(({ fullName, fault, faultBills, faultShare }): EstateLabel[] =>
    fault === null ? [] : [{ cloud: 'gcp', fault, resourceId: fullName, monthlySaving: savingOf(faultBills, faultShare), currency }],
  );
}

/** What must be said of one resource under one heading, and the money where it is a fault. */
export interface GcpVerdictLabel {
  readonly fault: GcpFault;
  /** Cloud Asset's full name. */
  readonly resourceId: string;
  readonly verdict: GcpExpectedVerdict;
  readonly monthlySaving: string | null;
}

/** The whole answer sheet of a Google Cloud estate: for each resource every verdict that an audit must give, and none that it must not. */
export function labelGcpVerdicts(estate: GcpEstate, seed: number): GcpVerdictLabel[] {
  return estate.projects.flatMap((project) =>
    project.resources.flatMap((group) =>
      expandGroup(group, project, seed, new Date(0)).flatMap((resource): GcpVerdictLabel[] =>
        // The keys of a partial record of faults are faults; Object.entries forgets that.
        (Object.entries({ ...expectedVerdicts(group, resource), ...advisedVerdicts(resource) }) as [GcpFault, GcpExpectedVerdict][]).map(
          ([fault, verdict]) => ({
            fault,
            resourceId: resource.fullName,
            verdict,
            monthlySaving:
              verdict === 'fail' ? (fault.startsWith('gcp-recommender-') ? advisedSaving(resource) : savingOf(resource.faultBills, resource.faultShare)) : null,
          }),
        ),
      ),
    ),
  );
}

/** Google's own number, brought from 30 days to the month of all labels. */
function advisedSaving({ advised }: GcpResource): string | null {
  return advised === undefined || advised.thirtyDays === null ? null : new Decimal(advised.thirtyDays).times('30.44').dividedBy(30).toFixed();
}

/** The sum over every bill line that ends with the fault; null where none is known. */
function savingOf(bills: readonly GcpBill[], share: string): string | null {
  const savings = bills.flatMap((bill) => monthlySaving(Array.from({ length: Math.min(bill.days, SAVING_WINDOW_DAYS) }, () => bill.dailyCost)) ?? []);
  return savings.length === 0 ? null : productOf(sumOf(savings), share);
}
