import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeMembers, computeRequest, labels, optionalLastSegment, optionalText } from '../gcp-fields.js';

const forwardingRuleSchema = z
  .object({
    ...computeMembers,
    region: optionalLastSegment,
    IPAddress: optionalText,
    loadBalancingScheme: optionalText,
    target: optionalText,
    backendService: optionalText,
    pscConnectionId: z.union([z.string(), z.number()]).nullish(),
    description: optionalText,
    labels,
  })
  .transform(({ IPAddress, pscConnectionId, ...rule }) => ({
    ...rule,
    address: IPAddress,
    privateServiceConnect: pscConnectionId !== undefined && pscConnectionId !== null,
  }));

/** The front of a load balancer: where its traffic goes. */
export type GcpComputeForwardingRule = z.output<typeof forwardingRuleSchema>;

export const gcpComputeForwardingRulesReader = defineReader<GcpComputeForwardingRule>({
  id: 'gcp.compute.forwarding-rules',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/ForwardingRule',
  operations: ['compute.forwardingRules.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.forwardingRules.aggregatedList', input),
  page: aggregatedPage('forwardingRules'),
  item: forwardingRuleSchema,
  identify: computeIdentity,
});
