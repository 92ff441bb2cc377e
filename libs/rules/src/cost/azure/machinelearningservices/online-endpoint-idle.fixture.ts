import type { AzureMachinelearningservicesOnlineEndpoint } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';
import { armCase } from '../../../testing/arm-case.js';

const endpoint = (more: Partial<AzureMachinelearningservicesOnlineEndpoint> = {}): AzureMachinelearningservicesOnlineEndpoint => ({
  ...armCase('Microsoft.MachineLearningServices/workspaces/lab/onlineEndpoints', 'scoring-001'),
  provisioningState: 'Succeeded',
  computeId: null,
  deployments: 1,
  ...more,
});
const idle = { requests: [0] };

export const azureMachinelearningservicesOnlineEndpointIdleFixture: RuleFixture<AzureMachinelearningservicesOnlineEndpoint> = {
  fail: [{ title: 'no request in a month', item: endpoint(), metrics: idle, facts: { requests: 0 } }],
  pass: [{ title: 'asked once', item: endpoint(), metrics: { requests: [...Array.from({ length: 100 }, () => 0), 0.1] } }],
  notApplicable: [
    { title: 'on the customer’s own cluster', item: endpoint({ computeId: '/subscriptions/x/cluster' }), metrics: idle, because: /own/ },
    { title: 'without a deployment', item: endpoint({ deployments: 0 }), metrics: idle, because: /not billed/ },
  ],
  undetermined: [{ title: 'no datapoint is not idleness', item: endpoint(), metrics: { requests: [] }, reason: 'no_metrics' }],
};
