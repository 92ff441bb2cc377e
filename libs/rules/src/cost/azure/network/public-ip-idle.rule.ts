import { type AzureNetworkPublicIpAddress, azureNetworkPublicIpAddressesReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { publicIpPriceKeys } from '../price-keys.js';

export const azureNetworkPublicIpIdleRule = defineRule<AzureNetworkPublicIpAddress>({
  id: 'azure.network.public-ip-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Public IP address bound to nothing',
  why: 'A Standard address is billed by the hour whether or not anything is bound to it, and is one more door to keep an eye on.',
  verify: 'az network public-ip show --ids {resourceId} --query "[ipAddress,ipConfiguration,natGateway,publicIPPrefix]"',
  remedy: {
    steps: ['Check that no DNS record and no partner’s allow-list names the address.', 'Delete the address.'],
    rollback: 'None for the same address: a new one is another number.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureNetworkPublicIpAddressesReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (item.ipConfigurationId !== null || item.natGatewayId !== null) return { verdict: 'pass' };
    if (item.publicIpPrefixId !== null) return { verdict: 'not_applicable', because: 'part of a public IP prefix, which is billed as a whole' };
    if (item.skuName?.toLowerCase() === 'basic' && item.allocationMethod?.toLowerCase() !== 'static')
      return { verdict: 'not_applicable', because: 'Basic dynamic address: free while bound to nothing' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: {
        ipAddress: item.ipAddress,
        skuName: item.skuName,
        allocationMethod: item.allocationMethod,
        association: null,
        domainNameLabel: item.domainNameLabel,
      },
      window: null,
      formula: formula('no ipConfiguration, no NAT gateway, no prefix'),
      assumptions: [
        'Azure does not say since when: the state at the time of the audit is judged, and severity stays at most medium until two audits 24 hours apart have seen it.',
        'An address kept for the DNS name of a standby looks the same.',
      ],
      cost: { kind: 'whole', list: item.skuName?.toLowerCase() === 'standard' ? publicIpPriceKeys(identity.region ?? '') : [] },
    };
  },
});
