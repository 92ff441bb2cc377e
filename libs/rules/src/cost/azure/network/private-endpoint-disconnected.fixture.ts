import type { AzureNetworkPrivateEndpoint } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const endpoint = (states: (string | null)[]): AzureNetworkPrivateEndpoint => ({
  ...armCase('Microsoft.Network/privateEndpoints', 'store-001'),
  states,
  targetId: '/subscriptions/x/store',
});

export const azureNetworkPrivateEndpointDisconnectedFixture: RuleFixture<AzureNetworkPrivateEndpoint> = {
  fail: [
    { title: 'the service is gone', item: endpoint(['Disconnected']), facts: { state: 'Disconnected' } },
    { title: 'the service refused it', item: endpoint(['Rejected']) },
  ],
  pass: [
    { title: 'approved, also where the service is gone (azure-orphan-resources#64)', item: endpoint(['Approved']) },
    { title: 'waits for approval', item: endpoint(['Pending']) },
    { title: 'one of two links works', item: endpoint(['Disconnected', 'Approved']) },
  ],
  notApplicable: [],
  undetermined: [
    { title: 'no link is told', item: endpoint([]), reason: 'unavailable' },
    { title: 'the state of a link is not told', item: endpoint([null]), reason: 'unavailable' },
  ],
};
