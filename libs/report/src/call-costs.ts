import { decimalText, exact } from '@vitrine/contracts';
import type { OperationCalls } from './report-data.js';

/** What a provider bills for one call at most, where it bills calls at all. Read at the providers' price pages, November 2026. */
interface CallPrice {
  readonly operation: string;
  readonly usdPerCall: string;
  readonly basis: string;
}

const CALL_PRICES: readonly CallPrice[] = [
  { operation: 'ce:GetCostAndUsage', usdPerCall: '0.01', basis: '0.01 USD per answered page' },
  { operation: 'ce:GetCostAndUsageWithResources', usdPerCall: '0.01', basis: '0.01 USD per answered page' },
  { operation: 'cloudwatch:GetMetricData', usdPerCall: '0.005', basis: 'at most 500 metrics a call, 0.01 USD per 1,000 metrics' },
];

export interface CallCost {
  readonly operation: string;
  readonly answered: number;
  /** Upper bound, USD. */
  readonly usd: string;
  readonly basis: string;
}

/**
 * What the calls of an audit cost its owner, at most. Refused calls are not billed.
 * BigQuery bills bytes, not calls: it is named without an amount.
 */
export function callCosts(calls: readonly OperationCalls[]): {
  readonly lines: readonly CallCost[];
  readonly totalUsd: string;
  readonly unpriced: readonly string[];
} {
  const lines = CALL_PRICES.flatMap(({ operation, usdPerCall, basis }): CallCost[] => {
    const answered = calls.filter((each) => each.operation === operation).reduce((sum, each) => sum + each.calls - each.denied - each.throttled, 0);
    return answered <= 0 ? [] : [{ operation, answered, usd: decimalText(exact(usdPerCall).times(answered)), basis }];
  });
  const totalUsd = decimalText(lines.reduce((sum, { usd }) => sum.plus(exact(usd)), exact('0')));
  const unpriced = [...new Set(calls.map(({ operation }) => operation))].filter((operation) => /^bigquery[.:]/i.test(operation));
  return { lines, totalUsd, unpriced };
}
