import { type AzureMachinelearningservicesOnlineEndpoint, azureMachinelearningservicesOnlineEndpointsReader } from '@vitrine/cloud-readers';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { azureMetric, sumOf } from '../azure-metric.js';

const windowDays = 30;

export const azureMachinelearningservicesOnlineEndpointIdleRule = defineRule<AzureMachinelearningservicesOnlineEndpoint>({
  id: 'azure.machinelearningservices.online-endpoint-idle',
  version: 1,
  cloud: 'azure',
  family: 'cost',
  title: 'Model endpoint that nobody asks',
  why: 'The machines behind a managed endpoint run and are billed whether or not a request comes.',
  verify: 'az monitor metrics list --resource {resourceId} --metric RequestsPerMinute --aggregation Average --interval PT1H --offset 30d',
  remedy: {
    steps: ['Ask the owner (tags) whether the model is still offered.', 'Delete the deployments; the endpoint itself costs nothing.'],
    rollback: 'Deploy the registered model again.',
  },
  severity: 'medium',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: azureMachinelearningservicesOnlineEndpointsReader },
  lookups: {},
  metrics: {
    requests: azureMetric({
      namespace: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
      name: 'RequestsPerMinute',
      statistic: 'Average',
      windowDays,
      per: 'hour',
    }),
  },
  defaults: {},
  candidate({ item }) {
    if (item.computeId !== null) return { verdict: 'not_applicable', because: 'on a cluster of the customer’s own, which is billed apart' };
    if (item.deployments === 0) return { verdict: 'not_applicable', because: 'without a deployment: not billed' };
    return 'candidate';
  },
  evaluate({ item, metrics }) {
    const { requests } = metrics;
    if (requests === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    if (sumOf(requests.values) > 0) return { verdict: 'pass' };
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: { requests: 0, deployments: item.deployments, coverage: requests.coverage },
      window: { start: requests.start, end: requests.end },
      formula: formula(`RequestsPerMinute = 0 in every hour over ${String(windowDays)} days`),
      assumptions: ['Azure reports no datapoint where monitoring was silent, so only hours that really say 0 are counted.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
