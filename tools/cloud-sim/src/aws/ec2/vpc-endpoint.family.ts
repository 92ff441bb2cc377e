import { z } from 'zod';
import { resourceId } from '../inventory/group-member.js';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const vpcEndpointGroupSchema = groupSchema
  .extend({
    situation: z.enum(['used', 'idle', 'idle-young', 'cross-region', 'requester-managed', 'gateway', 'break-glass']).default('used'),
    service: z.string().default('ecr.api'),
    zones: z.int().min(1).max(3).default(2),
  })
  .strict();

export type VpcEndpointGroup = z.output<typeof vpcEndpointGroupSchema>;

export const ENDPOINT_VPC = 'vpc-0c1ea5edbca5e0001';

/** The service's name in the region that offers it. */
export function endpointService({ situation, service }: VpcEndpointGroup, region: string): string {
  const word = situation === 'gateway' ? 's3' : situation === 'break-glass' ? 'ssmmessages' : service;
  return `com.amazonaws.${region}.${word}`;
}

export const VPC_ENDPOINTS: ServiceFamily<VpcEndpointGroup> = {
  situations: {
    used: { ageDays: 300 },
    idle: { ageDays: 200, fault: { fault: 'aws-vpc-endpoint-idle' } },
    'idle-young': { ageDays: 8 },
    'cross-region': { ageDays: 200 },
    'requester-managed': { ageDays: 200 },
    gateway: { ageDays: 300 },
    'break-glass': { ageDays: 300 },
  },
  billed: () => ({ service: 'Amazon Virtual Private Cloud', usageType: 'VpcEndpoint-Hours' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? resourceId(place, 'vpce', ordinal);
    return { name, arn: `arn:aws:ec2:${region}:${place.accountId}:vpc-endpoint/${name}`, resourceId: name };
  },
  measures: ({ name, region, group }) =>
    // Sent only for minutes with traffic, and never by endpoints of other regions.
    group.situation === 'used'
      ? [
          {
            namespace: 'AWS/PrivateLinkEndpoints',
            dimensions: { 'Endpoint Type': 'Interface', 'Service Name': endpointService(group, region), 'VPC Endpoint Id': name, 'VPC Id': ENDPOINT_VPC },
            valueAt: ({ metric }, noise) => (metric === 'BytesProcessed' ? Math.round(1e7 * (1 + noise)) : null),
          },
        ]
      : [],
};
