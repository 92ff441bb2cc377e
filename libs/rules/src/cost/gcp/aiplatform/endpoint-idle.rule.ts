import { type GcpAiplatformEndpoint, gcpAiplatformEndpointsReader } from '@vitrine/cloud-readers';
import { daysSince } from '../../../engine/age.js';
import { defineRule } from '../../../engine/define-rule.js';
import { formula } from '../../../engine/formula.js';
import { gcpMetric } from '../gcp-metric.js';

const windowDays = 30;

/** The youngest model that holds machines decides since when requests could have come. */
function heldSince(endpoint: GcpAiplatformEndpoint): string | null {
  const times = endpoint.models.filter(({ dedicated }) => dedicated).map(({ createTime }) => createTime ?? endpoint.createTime);
  if (times.some((time) => time === null || Number.isNaN(Date.parse(time)))) return null;
  return times.reduce((latest, time) => (Date.parse(time ?? '') > Date.parse(latest ?? '') ? time : latest), times[0] ?? null);
}

export const gcpAiplatformEndpointIdleRule = defineRule<GcpAiplatformEndpoint>({
  id: 'gcp.aiplatform.endpoint-idle',
  version: 1,
  cloud: 'gcp',
  family: 'cost',
  title: 'Vertex AI endpoint that nobody calls',
  why: 'A model deployed on dedicated machines keeps them, and their accelerators, day and night, called or not.',
  verify: 'gcloud ai endpoints describe {resourceId} --region {region} --project {accountId} --format "yaml(deployedModels[].dedicatedResources,createTime)"',
  remedy: {
    steps: ['Ask the owner (labels) whether something still calls it.', 'Undeploy the model from the endpoint; the model itself stays.'],
    rollback: 'Deploy the model to the endpoint again.',
  },
  severity: 'critical',
  effort: 'Low',
  actionGroup: 'terminate',
  needs: { item: gcpAiplatformEndpointsReader },
  lookups: {},
  metrics: {
    predictions: gcpMetric<GcpAiplatformEndpoint>(
      { namespace: 'aiplatform.googleapis.com', name: 'prediction/online/prediction_count', statistic: 'Sum', windowDays, per: 'day' },
      (endpoint) => ({ endpoint_id: endpoint.endpointId, location: endpoint.location }),
    ),
  },
  defaults: {},
  candidate({ item, at }) {
    if (item.models.length === 0) return { verdict: 'not_applicable', because: 'no model is deployed: it holds no machine' };
    if (!item.models.some(({ dedicated }) => dedicated)) return { verdict: 'not_applicable', because: 'its machines scale with the calls' };
    const since = heldSince(item);
    const heldDays = daysSince(since, at);
    if (heldDays === null) return { verdict: 'undetermined', reason: 'unparsable', facts: { since } };
    return heldDays < windowDays ? { verdict: 'undetermined', reason: 'too_young', facts: { heldDays, windowDays } } : 'candidate';
  },
  evaluate({ item, metrics }) {
    const { predictions } = metrics;
    if (predictions === undefined) return { verdict: 'undetermined', reason: 'no_metrics', facts: {} };
    const sum = predictions.values.reduce((total, value) => total + value, 0);
    if (sum > 0) return { verdict: 'pass' };
    const dedicated = item.models.filter((model) => model.dedicated);
    return {
      verdict: 'fail',
      basis: 'metrics',
      facts: {
        models: item.models.length,
        dedicated: dedicated.length,
        machineType: dedicated[0]?.machineType ?? null,
        predictions: 0,
        coverage: predictions.coverage,
      },
      window: { start: predictions.start, end: predictions.end },
      formula: formula(`Σ prediction_count = 0 over ${String(windowDays)} days, a model on dedicated machines`),
      assumptions: ['Where Google reports no datapoint for an uncalled endpoint it is undetermined here, since that is not documented as zero.'],
      cost: { kind: 'whole', list: [] },
    };
  },
});
