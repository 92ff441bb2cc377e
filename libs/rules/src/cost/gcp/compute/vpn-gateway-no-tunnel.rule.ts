import { type GcpComputeTargetVpnGateway, gcpComputeTargetVpnGatewaysReader } from '@vitrine/cloud-readers';
import { daysSince, windowSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { setting } from '../../../engine/settings.js';

export const gcpComputeVpnGatewayNoTunnelRule = defineRule<GcpComputeTargetVpnGateway>({
  id: 'gcp.compute.vpn-gateway-no-tunnel',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Classic VPN gateway without a tunnel',
  why: 'A VPN gateway without a tunnel connects nothing, while the address and the forwarding rules made for it go on being kept.',
  verify:
    'gcloud compute target-vpn-gateways describe {name} --region {region} --project {accountId} --format "yaml(tunnels,forwardingRules,creationTimestamp)"',
  remedy: {
    steps: ['Check that no tunnel is about to be made.', 'Delete the forwarding rules of the gateway, the gateway, and release its address.'],
    rollback: 'Create a gateway; its address is another number unless it was kept.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpComputeTargetVpnGatewaysReader },
  lookups: {},
  metrics: {},
  defaults: { graceDays: 14 },
  evaluate({ item, at, settings }) {
    if (item.status !== 'READY') return { verdict: 'not_applicable', because: `status is ${item.status}` };
    if (item.tunnels > 0) return { verdict: 'pass' };
    const ageDays = daysSince(item.creationTimestamp, at);
    if (ageDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { creationTimestamp: item.creationTimestamp } };
    const graceDays = setting(settings, 'graceDays');
    if (ageDays < graceDays) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { tunnels: 0, forwardingRules: item.forwardingRules, ageDays, graceDays },
      window: windowSince(item.creationTimestamp, at),
      formula: formula(`tunnels = none, age ≥ ${String(graceDays)} days`),
      assumptions: [
        'Google bills tunnels by the hour and a gateway only where its own line is on the bill; without one the money is unknown, not zero.',
        'Its reserved address is a finding of its own once the gateway is gone.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
