import { z } from 'zod';
import { defineReader } from '../../engine/define-reader.js';
import { aggregatedPage, computeIdentity, computeMembers, computeRequest, labels, lastSegment, texts } from '../gcp-fields.js';

const gatewaySchema = z
  .object({ ...computeMembers, region: lastSegment, status: z.string(), tunnels: texts, forwardingRules: texts, labels })
  .transform(({ tunnels, forwardingRules, ...gateway }) => ({ ...gateway, tunnels: tunnels.length, forwardingRules: forwardingRules.length }));

/** A classic VPN gateway, which lists its own tunnels. */
export type GcpComputeTargetVpnGateway = z.output<typeof gatewaySchema>;

export const gcpComputeTargetVpnGatewaysReader = defineReader<GcpComputeTargetVpnGateway>({
  id: 'gcp.compute.target-vpn-gateways',
  cloud: 'gcp',
  scope: 'gcp.project',
  resourceType: 'compute.googleapis.com/TargetVpnGateway',
  operations: ['compute.targetVpnGateways.aggregatedList'],
  pageSize: 500,
  request: (input) => computeRequest('compute.targetVpnGateways.aggregatedList', input),
  page: aggregatedPage('targetVpnGateways'),
  item: gatewaySchema,
  identify: computeIdentity,
});
