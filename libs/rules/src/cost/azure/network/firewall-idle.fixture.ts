import type { AzureNetworkAzureFirewall } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const firewall = (more: Partial<AzureNetworkAzureFirewall> = {}): AzureNetworkAzureFirewall => ({
  ...armCase('Microsoft.Network/azureFirewalls', 'hub-001'),
  skuTier: 'Standard',
  ipConfigurations: 1,
  managementIpConfigurationId: null,
  virtualHubId: null,
  ...more,
});
const idle = { processed: [0] };

export const azureNetworkFirewallIdleFixture: RuleFixture<AzureNetworkAzureFirewall> = {
  fail: [
    { title: 'not a byte in a month', item: firewall(), metrics: idle, facts: { dataProcessedBytes: 0 } },
    { title: 'in a virtual hub, which holds its addresses', item: firewall({ ipConfigurations: 0, virtualHubId: '/subscriptions/x/hub' }), metrics: idle },
  ],
  pass: [{ title: 'traffic on one day', item: firewall(), metrics: { processed: [0, 0, 1_000_000] } }],
  notApplicable: [
    { title: 'deallocated: keeps its rules, has no address', item: firewall({ ipConfigurations: 0 }), metrics: idle, because: /deallocated/ },
    { title: 'forced tunnelling', item: firewall({ managementIpConfigurationId: '/subscriptions/x/m' }), metrics: idle, because: /tunnel/ },
  ],
  undetermined: [{ title: 'no datapoint is not idleness', item: firewall(), metrics: { processed: [] }, reason: 'no_metrics' }],
};
