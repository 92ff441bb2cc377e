import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const logGroupGroupSchema = groupSchema
  .extend({
    situation: z.enum(['with-retention', 'without-retention', 'without-retention-small', 'without-retention-young', 'delivery']).default('with-retention'),
    storedGiB: z.number().positive().default(50),
  })
  .strict();

export type LogGroupGroup = z.output<typeof logGroupGroupSchema>;

/** Old enough that a quarter of what it kept is younger than the target of 90 days. */
const OLD = 360;

export const LOG_GROUPS: ServiceFamily<LogGroupGroup> = {
  situations: {
    'with-retention': { ageDays: OLD },
    'without-retention': { ageDays: OLD, fault: { fault: 'aws-cloudwatch-logs-no-retention', share: '0.75' } },
    'without-retention-small': { ageDays: OLD },
    'without-retention-young': { ageDays: 20 },
    delivery: { ageDays: OLD },
  },
  billed: () => ({ service: 'AmazonCloudWatch', usageType: 'TimedStorage-ByteHrs' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `/shop/service-${String(ordinal)}`;
    const arn = `arn:aws:logs:${region}:${place.accountId}:log-group:${name}`;
    return { name, arn, resourceId: arn };
  },
  measures: () => [],
};
