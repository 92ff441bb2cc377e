import type { MetricSpec, ResourceIdentity } from '@vitrine/cloud-readers';
import { absenceOf } from '../../engine/absent-means-zero.js';
import type { MetricNeed } from '../../engine/define-rule.js';

/** A CloudWatch metric by day or hour; whether no datapoint is zero is said in one table for all rules. */
export function awsMetric<Item>(
  metric: Pick<MetricSpec, 'namespace' | 'name' | 'statistic' | 'windowDays'> & { readonly per: 'day' | 'hour' },
  dimensions: (item: Item, identity: ResourceIdentity) => Readonly<Record<string, string>>,
): MetricNeed<Item> {
  const { per, ...named } = metric;
  return { spec: { cloud: 'aws', ...named, periodSeconds: per === 'day' ? 86_400 : 3600, absentMeansZero: absenceOf(metric) !== undefined }, dimensions };
}

/** Σ of a series. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
