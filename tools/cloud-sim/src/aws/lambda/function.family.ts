import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const functionGroupSchema = groupSchema
  .extend({
    situation: z.enum(['on-demand', 'kept-ready-used', 'kept-ready-unused', 'kept-ready-young', 'kept-ready-no-metrics', 'two-aliases']).default('on-demand'),
  })
  .strict();
export type FunctionGroup = z.output<typeof functionGroupSchema>;

export const FUNCTION_ALIAS = 'live';

export const FUNCTIONS: ServiceFamily<FunctionGroup> = {
  situations: {
    'on-demand': { ageDays: 300 },
    'kept-ready-used': { ageDays: 300 },
    // The meter of what is kept ready is one of several of a function: Cost Explorer names none beside the resource.
    'kept-ready-unused': { ageDays: 300, fault: { fault: 'aws-lambda-waste', monthly: null } },
    'kept-ready-young': { ageDays: 5 },
    'kept-ready-no-metrics': { ageDays: 300 },
    'two-aliases': { ageDays: 300 },
  },
  billed: ({ situation }) => ({ service: 'AWS Lambda', usageType: situation === 'on-demand' ? 'Lambda-GB-Second' : 'Lambda-Provisioned-Concurrency' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `mail-${String(ordinal)}`;
    const arn = `arn:aws:lambda:${region}:${place.accountId}:function:${name}`;
    return { name, arn, resourceId: arn };
  },
  measures: ({ name, group: { situation } }) =>
    situation === 'on-demand' || situation === 'kept-ready-no-metrics'
      ? []
      : [
          {
            namespace: 'AWS/Lambda',
            dimensions: { FunctionName: name, Resource: `${name}:${FUNCTION_ALIAS}` },
            valueAt: ({ metric }, noise) =>
              metric === 'ProvisionedConcurrencyUtilization' ? (situation === 'kept-ready-used' ? 0.4 + 0.4 * noise : 0.05 * noise) : null,
          },
        ],
};
