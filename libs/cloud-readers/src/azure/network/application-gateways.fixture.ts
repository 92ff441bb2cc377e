import { armBase, armFixtureIdentity, armRow, fixtureScopes, graphAnswer, readerFixture } from '../../engine/reader-fixture.js';
import { azureNetworkApplicationGatewaysReader } from './application-gateways.reader.js';

const type = 'Microsoft.Network/applicationGateways';

export const fixture = readerFixture({
  reader: azureNetworkApplicationGatewaysReader,
  scope: fixtureScopes.subscription,
  answers: [
    graphAnswer(
      [
        armRow(type, 'one', {
          properties: {
            sku: { tier: 'WAF_v2' },
            operationalState: 'Running',
            backendAddressPools: [{ properties: { backendAddresses: [{ fqdn: 'x' }] } }],
            requestRoutingRules: [{ properties: {} }, { properties: { redirectConfiguration: { id: '/r' } } }],
          },
        }),
      ],
      'page-two',
    ),
    graphAnswer([armRow(type, 'two', { properties: { backendAddressPools: [{ properties: {} }] } })]),
  ],
  items: [
    { ...armBase(type, 'one'), skuTier: 'WAF_v2', operationalState: 'Running', backendMembers: 1, rules: 2, redirects: 1 },
    { ...armBase(type, 'two'), skuTier: null, operationalState: null, backendMembers: 0, rules: 0, redirects: 0 },
  ],
  identity: armFixtureIdentity(type, 'one'),
});
