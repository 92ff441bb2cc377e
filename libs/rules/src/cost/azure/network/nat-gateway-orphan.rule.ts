import { type AzureNetworkNatGateway, azureNetworkNatGatewaysReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { natGatewayPriceKeys } from '../price-keys.js';

export const azureNetworkNatGatewayOrphanRule = defineRule<AzureNetworkNatGateway>({
  id: 'azure.network.nat-gateway-orphan',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'NAT gateway that no subnet uses',
  why: 'A NAT gateway is billed by the hour; without a subnet no traffic can reach it.',
  verify: 'az network nat gateway show --ids {resourceId} --query "[subnets,publicIpAddresses]"',
  remedy: {
    steps: ['Check that it was not made for a change that is still to come.', 'Delete the gateway and the public addresses that only it used.'],
    rollback: 'Create it again with the kept addresses and bind it to the subnets.',
  },
  severity: 'low',
  effort: 'VeryLow',
  actionGroup: 'terminate',
  needs: { item: azureNetworkNatGatewaysReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item, identity }) {
    if (item.subnetIds.length > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { skuName: item.skuName, subnets: 0, publicIpAddresses: item.publicIpAddresses },
      window: null,
      formula: formula('subnets = 0'),
      assumptions: [
        'The state at the time of the audit is judged; severity stays at most medium until two audits 24 hours apart have seen it.',
        'Its public addresses are billed apart and stay billed until they are deleted.',
      ],
      cost: { kind: 'whole', list: natGatewayPriceKeys(identity.region ?? '') },
    };
  },
});
