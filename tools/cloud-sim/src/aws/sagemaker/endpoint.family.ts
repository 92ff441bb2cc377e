import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const endpointGroupSchema = groupSchema
  .extend({ situation: z.enum(['used', 'idle', 'idle-young', 'no-metrics', 'serverless', 'asynchronous', 'two-variants']).default('used') })
  .strict();

export type EndpointGroup = z.output<typeof endpointGroupSchema>;

export const ENDPOINT_VARIANT = 'AllTraffic';

export const ENDPOINTS: ServiceFamily<EndpointGroup> = {
  situations: {
    used: { ageDays: 200 },
    idle: { ageDays: 120, fault: { fault: 'aws-sagemaker-endpoint-idle' } },
    'idle-young': { ageDays: 4 },
    'no-metrics': { ageDays: 120 },
    serverless: { ageDays: 120 },
    asynchronous: { ageDays: 120 },
    'two-variants': { ageDays: 120 },
  },
  billed: () => ({ service: 'Amazon SageMaker', usageType: 'Host:ml.m5.xlarge' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `ranking-${String(ordinal)}`;
    const arn = `arn:aws:sagemaker:${region}:${place.accountId}:endpoint/${name}`;
    return { name, arn, resourceId: arn };
  },
  measures({ name, group }) {
    if (group.situation === 'no-metrics') return [];
    const dimensions = { EndpointName: name, VariantName: ENDPOINT_VARIANT };
    return [
      {
        namespace: 'AWS/SageMaker',
        dimensions,
        // Invocations appear only when there are some.
        valueAt: ({ metric, periodSeconds }, noise) =>
          metric === 'Invocations' && group.situation === 'used' ? Math.round(((2000 + 2000 * noise) * periodSeconds) / 86_400) : null,
      },
      {
        namespace: '/aws/sagemaker/Endpoints',
        dimensions,
        // The hosting machine reports its processor whether or not anybody calls.
        valueAt: ({ metric }, noise) => (metric === 'CPUUtilization' ? (group.situation === 'used' ? 30 + 20 * noise : 0.4 * noise) : null),
      },
    ];
  },
};
