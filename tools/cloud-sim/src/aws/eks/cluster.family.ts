import { z } from 'zod';
import type { ServiceFamily } from '../inventory/service-resource.js';
import { groupSchema } from '../resource-group.js';

export const clusterGroupSchema = groupSchema
  .extend({ situation: z.enum(['current', 'extended-support', 'near-the-end', 'upgraded-by-policy', 'unknown-version', 'deleting']).default('current') })
  .strict();
export type ClusterGroup = z.output<typeof clusterGroupSchema>;

export const CLUSTERS: ServiceFamily<ClusterGroup> = {
  situations: {
    current: { ageDays: 200 },
    // Cost Explorer names no meter beside a cluster, so the charge on top stays unknown to the bill.
    'extended-support': { ageDays: 600, fault: { fault: 'aws-eks-extended-support', monthly: null } },
    'near-the-end': { ageDays: 400, fault: { fault: 'aws-eks-extended-support', monthly: null } },
    'upgraded-by-policy': { ageDays: 600 },
    'unknown-version': { ageDays: 600 },
    deleting: { ageDays: 600 },
  },
  billed: () => ({ service: 'Amazon Elastic Container Service for Kubernetes', usageType: 'AmazonEKS-Hours:perCluster' }),
  named(place, ordinal, region, group) {
    const name = group.id ?? `cluster-${String(ordinal)}`;
    return { name, arn: `arn:aws:eks:${region}:${place.accountId}:cluster/${name}`, resourceId: name };
  },
  measures: () => [],
};
