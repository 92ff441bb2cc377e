import { type AzureNetworkPrivateDnsZone, azureNetworkPrivateDnsZonesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';

export const azureNetworkPrivateDnsZoneUnusedRule = defineRule<AzureNetworkPrivateDnsZone>({
  id: 'azure.network.private-dns-zone-unused',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Private DNS zone that no network asks',
  why: 'A private zone answers only networks that are linked to it; without a link it is billed and answers nobody.',
  verify: 'az network private-dns zone show --ids {resourceId} --query "[numberOfVirtualNetworkLinks,numberOfRecordSets]"',
  remedy: {
    steps: ['Export the zone’s records.', 'Check that no template is about to link a network.', 'Delete the zone.'],
    rollback: 'Create the zone again and import its records.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureNetworkPrivateDnsZonesReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item }) {
    if (item.virtualNetworkLinks === null) return { verdict: 'undetermined', reason: 'unavailable', facts: { numberOfVirtualNetworkLinks: null } };
    if (item.virtualNetworkLinks > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { virtualNetworkLinks: 0, recordSets: item.recordSets },
      window: null,
      formula: formula('numberOfVirtualNetworkLinks = 0'),
      assumptions: ['The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
