export { canonicalResourceId } from './focus/canonical-resource-id.js';
export { parseBill, parseFocus, type FocusFile } from './focus/parse-focus.js';
export type { FocusBatch } from './focus/focus-batch.js';
export type { FocusProblem, FocusProblemCode } from './focus/focus-problem.js';
export type { BillContent } from './tables/open-table.js';
export { loadCostRows, type CostSource, type CurrencyTotal, type LoadedSource } from './load-cost-rows.js';
