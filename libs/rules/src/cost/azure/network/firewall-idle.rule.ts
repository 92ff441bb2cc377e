import { type AzureNetworkAzureFirewall, azureNetworkAzureFirewallsReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { azureMetric, sumOf } from '../azure-metric.js';

const windowDays = 30;

export const azureNetworkFirewallIdleRule = defineRule<AzureNetworkAzureFirewall>({
  id: 'azure.network.firewall-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Firewall that no traffic passes',
  why: 'A firewall is billed by the hour at the price of several machines, whether or not a byte goes through it.',
  verify: 'az monitor metrics list --resource {resourceId} --metric DataProcessed --aggregation Total --interval P1D --offset 30d',
  remedy: {
    steps: [
      'Ask the network team: a hub kept for disaster recovery is idle by design.',
      'Deallocate the firewall, which ends its hourly price and keeps its rules.',
      'Delete it when nobody missed it.',
    ],
    rollback: 'Allocate the deallocated firewall again with its network and address.',
  },
  severity: 'critical',
  effort: 'Medium',
  actionGroup: 'terminate',
  needs: { item: azureNetworkAzureFirewallsReader },
  lookups: {},
  metrics: { processed: azureMetric({ namespace: 'Microsoft.Network/azureFirewalls', name: 'DataProcessed', statistic: 'Sum', windowDays, per: 'day' }) },
  defaults: {},
  candidate({ item }) {
    if (item.ipConfigurations === 0 && item.virtualHubId === null) return { verdict: 'not_applicable', because: 'deallocated: not billed by the hour' };
    if (item.managementIpConfigurationId !== null)
      return { verdict: 'not_applicable', because: 'set up for forced tunnelling: its traffic leaves through another device' };
    return 'candidate';
  },
  evaluate({ item, metrics }) {
    const { processed } = metrics;
    if (processed === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(processed.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { dataProcessedBytes: 0, skuTier: item.skuTier, virtualHubId: item.virtualHubId, coverage: processed.coverage },
      window: { start: processed.start, end: processed.end },
      formula: formula(`Σ DataProcessed = 0 over ${String(windowDays)} days`),
      assumptions: ['Azure does not say when a firewall was made: datapoints over the whole window show that it was there.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
