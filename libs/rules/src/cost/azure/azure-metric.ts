import type { MetricSpec } from '@vitrine/cloud-readers';
import { absenceOf } from '../../engine/absent-means-zero.js';
import type { MetricNeed } from '../../engine/define-rule.js';

interface Measured {
  readonly id: string;
  readonly location: string;
}

/**
 * An Azure Monitor metric by day or hour. All needs of one rule share window and grain, so that they travel in one call.
 * Azure keeps 93 days: no window is longer than 90.
 */
export function azureMetric<Item extends Measured>(
  metric: Pick<MetricSpec, 'namespace' | 'name' | 'statistic' | 'windowDays'> & { readonly per: 'day' | 'hour' },
): MetricNeed<Item> {
  const { per, ...named } = metric;
  return {
    spec: { cloud: 'azure', ...named, periodSeconds: per === 'day' ? 86_400 : 3600, absentMeansZero: absenceOf(metric) !== undefined },
    dimensions: (item) => ({ resourceId: item.id, location: item.location }),
  };
}

/** Σ of a series. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
