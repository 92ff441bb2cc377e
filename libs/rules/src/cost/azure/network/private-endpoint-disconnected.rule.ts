import { type AzureNetworkPrivateEndpoint, azureNetworkPrivateEndpointsReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';

/** Neither serves traffic; `Pending` waits for somebody's approval. */
const broken = ['disconnected', 'rejected'];

export const azureNetworkPrivateEndpointDisconnectedRule = defineRule<AzureNetworkPrivateEndpoint>({
  id: 'azure.network.private-endpoint-disconnected',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Private endpoint whose link is cut',
  why: 'A private endpoint is billed by the hour, also after the service at its other end was deleted or refused it.',
  verify: 'az network private-endpoint show --ids {resourceId} --query "privateLinkServiceConnections[].privateLinkServiceConnectionState"',
  remedy: {
    steps: ['Check that the service at the other end is gone: some endpoints that read "Disconnected" are in use.', 'Delete the endpoint and its DNS record.'],
    rollback: 'Create an endpoint to the same service and have it approved.',
  },
  severity: 'low',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureNetworkPrivateEndpointsReader },
  lookups: {},
  metrics: {},
  defaults: {},
  evaluate({ item }) {
    const states = item.states.map((state) => state?.toLowerCase() ?? null);
    if (states.length === 0 || states.includes(null)) return { verdict: 'undetermined', reason: 'unavailable', facts: { links: states.length, state: null } };
    if (!states.every((state) => state !== null && broken.includes(state))) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'state',
      facts: { state: item.states.join(', '), targetId: item.targetId },
      window: null,
      formula: formula('every link of the endpoint is Disconnected or Rejected'),
      assumptions: [
        'The state is taken at its word: some endpoints in use read Disconnected (azure-orphan-resources#87), and some to deleted services still read Approved and are not found (#64).',
        'Severity stays at most medium until two audits 24 hours apart have seen it.',
      ],
      cost: { kind: 'whole', list: [] },
    };
  },
});
