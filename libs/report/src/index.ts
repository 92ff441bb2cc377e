export type { AuditedConnection, BlindSpot, EstateComparison, OperationCalls, ReportData, RuleTally } from './report-data.js';
export { reportHtml } from './report-html.js';
export { reportCsv, reportJson, reportMarkdown } from './report-text.js';
export { bySeverityThenSaving, counts, moneyText, realisableTotals, totalsText } from './amounts.js';
export { callCosts, type CallCost } from './call-costs.js';
export { reasonTexts } from './names.js';
export { visible } from './markup.js';
