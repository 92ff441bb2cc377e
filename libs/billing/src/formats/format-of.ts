import type { BillFormat } from './bill-format.js';
import { focusFormat } from './focus.format.js';
import { azureCostDetailsFormat } from './azure-cost-details.format.js';
import { cur2Format } from './cur-2.format.js';

/** FOCUS is asked last: it is also what a file is judged by that is nothing of these. */
export function formatOf(columns: readonly string[]): BillFormat {
  return [cur2Format, azureCostDetailsFormat].find((format) => format.claims(columns)) ?? focusFormat;
}
