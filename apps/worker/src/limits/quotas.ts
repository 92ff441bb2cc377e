import type { Cloud } from '@vitrine/contracts';

/** A token bucket as the provider keeps it: so many at once, so many a second. */
export interface Quota {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** What the provider counts together: usually one API of one account, sometimes one operation. */
export interface QuotaClass {
  readonly api: string;
  readonly quota: Quota;
}

const quota = (api: string, capacity: number, refillPerSecond: number): QuotaClass => ({ api, quota: { capacity, refillPerSecond } });

/** The providers' own numbers (`reference/cost.md` §3, EC2's throttling page); the first prefix that fits counts. Those marked * are undocumented and cautious. */
const table: Readonly<Record<Cloud, readonly { readonly prefix: string; readonly of: QuotaClass }[]>> = {
  aws: [
    { prefix: 'cloudwatch:GetMetricData', of: quota('GetMetricData', 50, 50) },
    { prefix: 'ec2:', of: quota('ec2-describe', 100, 20) },
    { prefix: 'ce:', of: quota('cost-explorer', 2, 2) }, // *
    { prefix: 'compute-optimizer:', of: quota('compute-optimizer', 10, 5) }, // *
    { prefix: 'pricing:', of: quota('pricing', 10, 5) },
    // The customer's own bucket: S3 gives 5,500 reads a second per prefix, of which a sync needs few.
    { prefix: 's3:GetObject', of: quota('s3-get', 100, 100) }, // *
    { prefix: '', of: quota('other', 20, 10) }, // *
  ],
  azure: [
    { prefix: 'azure.storage.', of: quota('blob-read', 100, 100) }, // *
    { prefix: 'Microsoft.ResourceGraph/', of: quota('resource-graph', 15, 3) },
    { prefix: 'Microsoft.CostManagement/', of: quota('cost-management', 4, 1) },
    { prefix: 'Microsoft.Insights/metrics', of: quota('metrics', 100, 100) },
    { prefix: 'Microsoft.', of: quota('arm-read', 250, 25) },
    { prefix: '', of: quota('other', 20, 10) }, // *
  ],
  gcp: [
    { prefix: 'compute.', of: quota('compute-read', 25, 25) },
    { prefix: 'cloudasset.', of: quota('asset-search', 20, 400 / 60) },
    { prefix: 'cloudbilling.', of: quota('billing', 10, 5) },
    { prefix: 'monitoring.', of: quota('monitoring', 100, 100) },
    // 100 a minute for a whole organization. Those of a day (100 too, without paid support) cannot be waited for: the reader asks few places.
    { prefix: 'recommender.', of: quota('recommender', 20, 100 / 60) },
    { prefix: '', of: quota('other', 20, 10) }, // *
  ],
};

export function quotaClassOf(cloud: Cloud, operation: string): QuotaClass {
  return table[cloud].find(({ prefix }) => operation.startsWith(prefix))?.of ?? quota('other', 20, 10);
}

/** Vitrine's part of a provider's quota: the rest belongs to the customer's own tools (design §3). */
export function shareOf({ capacity, refillPerSecond }: Quota, share: number): Quota {
  return { capacity: Math.max(1, capacity * share), refillPerSecond: refillPerSecond * share };
}
