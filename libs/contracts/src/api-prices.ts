import type { Cloud } from './cloud.js';
import { decimalText, exact } from './money.js';

/** USD for one request that the provider answers; every page is a request. What is not here is free, or its price is not known to us. */
export const usdPerRequest: Readonly<Record<string, string>> = {
  'ce:GetCostAndUsage': '0.01',
  'ce:GetCostAndUsageWithResources': '0.01',
};

/** CloudWatch charges each series that a call asks for, not the call; Azure and Google charge none. */
export const metricsOperation = 'cloudwatch:GetMetricData';
const usdPerThousandMetrics = '0.01';

/** What so many series of a cloud's metrics cost, once per call that asks for them. */
export function usdOfMetrics(cloud: Cloud, series: number): string {
  return cloud === 'aws' ? decimalText(exact(usdPerThousandMetrics).times(series).dividedBy(1000)) : '0';
}

/** BigQuery on demand, USD per TiB that a query scans. */
export const bigQueryUsdPerTebibyte = '6.25';
const TEBIBYTE = 2n ** 40n;

/** What an organization spends a day on reading where it has set nothing: forty pages of Cost Explorer. */
export const defaultUsdPerDay = '0.40';

export function usdOfBytes(bytes: bigint): string {
  return decimalText(exact(bytes).times(bigQueryUsdPerTebibyte).dividedBy(exact(TEBIBYTE)));
}

/** How many bytes so much money scans. */
export function bytesForUsd(usd: string): bigint {
  return BigInt(exact(usd).times(exact(TEBIBYTE)).dividedBy(bigQueryUsdPerTebibyte).floor().toFixed());
}
