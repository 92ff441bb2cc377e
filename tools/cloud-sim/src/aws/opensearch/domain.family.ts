import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const domainGroupSchema = groupSchema
  .extend({ situation: z.enum(['used', 'filled-only', 'idle', 'idle-young', 'no-metrics', 'processing', 'deleted']).default('used') })
  .strict();
export type DomainGroup = z.output<typeof domainGroupSchema>;

export const DOMAINS: ServiceFamily<DomainGroup> = {
  situations: {
    used: { ageDays: 300 },
    'filled-only': { ageDays: 300 },
    idle: { ageDays: 200, fault: { fault: 'aws-opensearch-domain-idle' } },
    // Nothing says when a domain was made: its datapoints are too few.
    'idle-young': { ageDays: 5 },
    'no-metrics': { ageDays: 200 },
    processing: { ageDays: 200 },
    deleted: { ageDays: 200 },
  },
  billed: () => ({ service: 'Amazon OpenSearch Service', usageType: 'ESInstance:r6g.large' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `search-${String(ordinal)}`;
    const arn = `arn:aws:es:${region}:${place.accountId}:domain/${name}`;
    return { name, arn, resourceId: arn };
  },
  measures: ({ name, accountId, group: { situation } }) =>
    situation === 'no-metrics'
      ? []
      : [
          {
            namespace: 'AWS/ES',
            dimensions: { DomainName: name, ClientId: accountId },
            // Reported also when they are zero.
            valueAt({ metric }, noise) {
              if (metric === 'SearchRate') return situation === 'used' ? Math.round(20 + 100 * noise) : 0;
              if (metric === 'IndexingRate') return situation === 'used' || situation === 'filled-only' ? Math.round(5 + 50 * noise) : 0;
              return null;
            },
          },
        ],
};
