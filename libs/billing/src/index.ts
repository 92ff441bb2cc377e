export { canonicalResourceId } from './focus/canonical-resource-id.js';
export { parseFocus, type FocusFile, type FocusItem, type FocusRow } from './focus/parse-focus.js';
export type { FocusProblem, FocusProblemCode } from './focus/focus-problem.js';
export { loadCostRows, type CostSource, type CurrencyTotal, type LoadedSource } from './load-cost-rows.js';
