import type { MetricSpec } from '@vitrine/cloud-readers';
import type { MetricNeed } from '../../engine/define-rule.js';
import { absenceOf } from '../../engine/absent-means-zero.js';

const periodSeconds = { hour: 3600, day: 86_400 } as const;

/** One metric of Cloud Monitoring as a rule needs it: `namespace/name` is the metric type, `dimensions` are labels of the monitored resource. */
export function gcpMetric<Item>(
  { per, ...spec }: Pick<MetricSpec, 'namespace' | 'name' | 'windowDays'> & { readonly statistic: 'Maximum' | 'Sum'; readonly per: keyof typeof periodSeconds },
  dimensions: MetricNeed<Item>['dimensions'],
): MetricNeed<Item> {
  return { spec: { cloud: 'gcp', ...spec, periodSeconds: periodSeconds[per], absentMeansZero: absenceOf(spec) !== undefined }, dimensions };
}
