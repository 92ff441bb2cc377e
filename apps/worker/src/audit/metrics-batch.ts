import type { Cloud } from '@vitrine/contracts';

/**
 * Candidates per metrics job: a whole number of the provider's batches for any number of metrics per candidate (500 queries per
 * GetMetricData, 50 resources per getBatch), so that calls stay at Σ⌈queries / batch⌉ (design §3).
 */
export function metricsBatchOf(cloud: Cloud): number {
  switch (cloud) {
    case 'aws':
      return 500;
    case 'azure':
      return 50;
    case 'gcp':
      return 500;
  }
}
