import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkLoadBalancersReader } from './load-balancers.reader.js';

const type = 'Microsoft.Network/loadBalancers';

export const fixture = readerFixture({
  reader: azureNetworkLoadBalancersReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          sku: { name: 'Standard' },
          properties: { loadBalancingRules: [{}, {}], outboundRules: [], inboundNatRules: [], backendAddressPools: [{ properties: {} }] },
        }),
      ],
      'page-two',
    ),
    graphAnswer([
      armRow(type, 'two', {
        sku: { name: 'Standard' },
        properties: {
          loadBalancingRules: [{}],
          outboundRules: [{}],
          inboundNatRules: [{}],
          backendAddressPools: [{ properties: { backendIPConfigurations: [{}, {}], loadBalancerBackendAddresses: [{}] } }],
        },
      }),
    ]),
  ],
  items: [
    { ...armBase(type, 'one'), skuName: 'Standard', loadBalancingRules: 2, outboundRules: 0, backendMembers: 0, inboundNatRules: 0 },
    { ...armBase(type, 'two'), skuName: 'Standard', loadBalancingRules: 1, outboundRules: 1, backendMembers: 3, inboundNatRules: 1 },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
