import type { GcpAiplatformEndpoint } from '@vitrine/cloud-readers';
import type { RuleFixture } from '../../../engine/rule-fixture.js';

const dedicated = { createTime: '2026-02-01T00:00:00Z', machineType: 'n1-standard-4', dedicated: true };
const endpoint = (more: Partial<GcpAiplatformEndpoint> = {}): GcpAiplatformEndpoint => ({
  name: '//aiplatform.googleapis.com/projects/4242/locations/europe-west4/endpoints/77',
  displayName: 'recommend',
  location: 'europe-west4',
  createTime: '2026-01-01T00:00:00Z',
  endpointId: '77',
  labels: {},
  models: [dedicated],
  ...more,
});
const none = { predictions: [0] };

export const gcpAiplatformEndpointIdleFixture: RuleFixture<GcpAiplatformEndpoint> = {
  fail: [
    { title: 'dedicated machines, no prediction in 30 days', item: endpoint(), metrics: none, facts: { dedicated: 1, machineType: 'n1-standard-4' } },
    {
      title: 'one of two models holds machines',
      item: endpoint({ models: [dedicated, { createTime: null, machineType: null, dedicated: false }] }),
      metrics: none,
      facts: { models: 2, dedicated: 1 },
    },
  ],
  pass: [{ title: 'one prediction in 30 days', item: endpoint(), metrics: { predictions: [...Array.from({ length: 29 }, () => 0), 1] } }],
  notApplicable: [
    { title: 'automatic resources scale to the calls', item: endpoint({ models: [{ ...dedicated, dedicated: false }] }), because: /scale/ },
    { title: 'no model deployed', item: endpoint({ models: [] }), because: /no model/ },
  ],
  undetermined: [
    { title: 'no datapoints are not documented as no calls', item: endpoint(), reason: 'no_metrics' },
    {
      title: 'deployed last week on an old endpoint',
      item: endpoint({ models: [{ ...dedicated, createTime: '2026-11-15T00:00:00Z' }] }),
      metrics: none,
      reason: 'too_young',
    },
    { title: 'times that are none', item: endpoint({ createTime: null, models: [{ ...dedicated, createTime: null }] }), metrics: none, reason: 'unparsable' },
  ],
};
