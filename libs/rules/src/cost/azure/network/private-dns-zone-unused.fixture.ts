import type { AzureNetworkPrivateDnsZone } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const zone = (virtualNetworkLinks: number | null): AzureNetworkPrivateDnsZone => ({
  ...armCase('Microsoft.Network/privateDnsZones', 'shop.internal'),
  location: 'global',
  virtualNetworkLinks,
  recordSets: 4,
});

export const azureNetworkPrivateDnsZoneUnusedFixture: RuleFixture<AzureNetworkPrivateDnsZone> = {
  fail: [{ title: 'no network is linked', item: zone(0), facts: { recordSets: 4 } }],
  pass: [{ title: 'a network asks it', item: zone(1) }],
  notApplicable: [],
  undetermined: [{ title: 'the number of links is not told', item: zone(null), reason: 'unavailable' }],
};
